package import Waiter
internal import WaiterTerminal

/// An image, a sound or a PDF that goes along with the prompt.
package struct Attachment: Sendable, Hashable {
    /// The most bytes of one attachment; servers take less than this.
    package static let limit = ChatContentPart.byteLimit

    package var part: ChatContentPart

    private init(part: ChatContentPart) {
        self.part = part
    }

    /// Whether `-a` names an address and not a file.
    package static func isAddress(_ name: String) -> Bool {
        let start = name.prefix(8).lowercased()
        return start.hasPrefix("https://") || start.hasPrefix("http://") || start.hasPrefix("data:")
    }

    /// An image at an address that was not fetched.
    package init(address: String) {
        self.init(part: .imageURL(address))
    }

    /// Reads the file of a path.
    ///
    /// - Parameter onSilence: Called once when it is a pipe from which nothing comes for two seconds.
    /// - Throws: `CommandFailure` for what is unreadable, too large, or nothing that models take; `CancellationError`.
    package init(path: String, onSilence: () -> Void = {}) throws {
        guard let (bytes, _) = try TextFile.read(path, limit: Self.limit, onSilence: onSilence) else {
            throw CommandFailure.usage("there is no file \(path)")
        }
        try self.init(bytes: bytes, name: path)
    }

    /// Makes an attachment of bytes, whose type they tell themselves.
    package init(bytes: [UInt8], name: String) throws {
        if bytes.isEmpty { throw CommandFailure.usage("the attachment \(name) is empty") }
        guard MediaType(bytes) != nil else {
            throw CommandFailure.usage(
                "the attachment \(name) is no image (PNG, JPEG, GIF, WebP), no sound (WAV, MP3) and no PDF",
                nextStep: UTF8Check.firstInvalidByte(in: bytes) == nil ? "send text with -f" : nil
            )
        }
        self.init(part: try ChatContentPart(bytes: bytes, filename: Self.lastComponent(name)))
    }

    /// The name that the model sees, which may have been chosen by somebody else: one line without control characters.
    private static func lastComponent(_ path: String) -> String {
        let name = TerminalText.line(path.split(separator: "/").last.map(String.init) ?? path)
        return name.lowercased().hasSuffix(".pdf") ? name : name + ".pdf"
    }
}
