internal import Waiter

/// An attachment to the next question: an image, an audio file, a PDF, or the text of a file.
package struct PendingAttachment: Sendable, Hashable {
    private enum Content: Hashable, Sendable {
        case attachment(Attachment)
        case text(String)
    }

    /// The name that the user gave, without the parts of a URL that may contain secrets.
    package let name: String
    /// The text of a file, or `nil` if the attachment is an image, an audio file or a PDF.
    let fileText: String?
    private let content: Content

    /// Reads a file or downloads a URL.
    ///
    /// - Throws: `CommandFailure` if the content cannot be read or sent, or `CancellationError`.
    package init(_ name: String, environment: [String: String]) async throws {
        if Attachment.isAddress(name) {
            self.name = name.lowercased().hasPrefix("data:") ? "data:" : AttachmentFetcher.shown(name)
            content = .attachment(try await AttachmentFetcher(environment: environment).attachment(at: name))
            fileText = nil
            return
        }
        self.name = name
        let path = Self.expanded(name, environment)
        guard let (bytes, _) = try TextFile.read(path, limit: Attachment.limit) else {
            throw CommandFailure.usage("no such file: \(name)")
        }
        if MediaType(bytes) == nil, !bytes.isEmpty, UTF8Check.firstInvalidByte(in: bytes) == nil, !bytes.contains(0) {
            var material = TextMaterial()
            try material.add(bytes, named: name)
            content = .text(material.prompt)
            fileText = material.files.first?.text
        } else {
            content = .attachment(try Attachment(bytes: bytes, name: name))
            fileText = nil
        }
    }

    /// Expands a leading `~` in a path.
    static func expanded(_ path: String, _ environment: [String: String]) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = environment["HOME"], !home.isEmpty else { return path }
        return home + path.dropFirst()
    }

    /// Returns a question with its attachments.
    ///
    /// - Parameters:
    ///   - text: The text of the question.
    ///   - attachments: The new attachments.
    ///   - question: The question to replace. Its attachments are kept.
    /// - Returns: The user message.
    static func question(
        _ text: String,
        with attachments: [PendingAttachment],
        keeping question: ChatMessage? = nil
    ) -> ChatMessage {
        var (texts, parts): ([String], [ChatContentPart]) = ([], [])
        if case .parts(let old)? = question?.content {
            parts = old.filter { if case .text = $0 { false } else { true } }
        }
        for attachment in attachments {
            switch attachment.content {
            case .text(let text): texts.append(text)
            case .attachment(let attachment): parts.append(attachment.part)
            }
        }
        let prompt = (texts + [text]).joined(separator: "\n\n")
        return parts.isEmpty ? .user(prompt) : .user([.text(prompt)] + parts)
    }
}
