internal import Waiter

/// What goes along with the next question: an image, a sound, a PDF, or the text of a file.
package struct PendingAttachment: Sendable, Hashable {
    private enum Content: Hashable, Sendable {
        case attachment(Attachment)
        case text(String)
    }

    /// What the user called it, without what may be a secret in an address.
    package let name: String
    /// The text of a file; nil for an image, a sound or a PDF.
    let fileText: String?
    private let content: Content

    /// Reads a file, or fetches what an address names.
    ///
    /// - Throws: `CommandFailure` for what cannot be read or sent; `CancellationError`.
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
            throw CommandFailure.usage("there is no file \(name)")
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

    /// A path with `~` as shells understand it.
    static func expanded(_ path: String, _ environment: [String: String]) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = environment["HOME"], !home.isEmpty else { return path }
        return home + path.dropFirst()
    }

    /// A question with what goes along.
    ///
    /// - Parameter question: The one whose place it takes, and whose attachments it keeps.
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
