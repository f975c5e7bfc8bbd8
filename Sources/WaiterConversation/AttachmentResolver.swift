internal import Waiter

/// A resolver that restores attachments that are stored by reference in messages. Each attachment is loaded only once.
struct AttachmentResolver: Sendable {
    /// A closure that returns the bytes of the attachment with the given name.
    typealias Lookup = (String) throws -> [UInt8]?

    private var known: [String: String] = [:]

    /// - Throws: `ConversationError` with code `.missingAttachment`, or an error thrown by the closure.
    mutating func restored(_ messages: [ChatMessage], _ bytes: Lookup?) throws -> [ChatMessage] {
        var restored = messages
        for place in restored.indices { try restore(&restored[place], bytes) }
        return restored
    }

    mutating func restore(_ message: inout ChatMessage, _ bytes: Lookup?) throws {
        try message.changeData { try text(for: $0, bytes) }
    }

    private mutating func text(for text: String, _ bytes: Lookup?) throws -> String? {
        guard let reference = AttachmentReference(text) else { return nil }
        if let known = known[text] { return known }
        guard let bytes = try bytes?(reference.name) else {
            throw ConversationError(
                .missingAttachment,
                "an attachment that the conversation refers to was not found"
            )
        }
        let whole = MessageAttachment.text(bytes, prefix: reference.prefix)
        known[text] = whole
        return whole
    }
}

extension ChatMessage {
    /// Transforms the data strings of images, audio and files. If the closure returns `nil`, the string is left
    /// unchanged.
    mutating func changeData(_ change: (String) throws -> String?) rethrows {
        guard case .parts(var parts)? = content else { return }
        var hasChanged = false
        for place in parts.indices {
            guard let text = parts[place].data, let changed = try change(text) else { continue }
            parts[place].data = changed
            hasChanged = true
        }
        if hasChanged { content = .parts(parts) }
    }
}

extension ChatContentPart {
    /// The data string of an image, audio or file part, or `nil` for other parts.
    fileprivate var data: String? {
        get {
            switch self {
            case .imageURL(let image): image.url
            case .inputAudio(let audio): audio.data
            case .file(let file): file.fileData
            case .text, .refusal, .unknown: nil
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .imageURL(var image):
                image.url = newValue
                self = .imageURL(image)
            case .inputAudio(var audio):
                audio.data = newValue
                self = .inputAudio(audio)
            case .file(var file):
                file.fileData = newValue
                self = .file(file)
            case .text, .refusal, .unknown: break
            }
        }
    }
}
