package import Waiter
internal import WaiterTerminal

/// An image, audio file or PDF that is attached to a prompt.
package struct Attachment: Sendable, Hashable {
    /// The maximum size of an attachment, in bytes. No server accepts an attachment this large.
    package static let limit = ChatContentPart.byteLimit

    package var part: ChatContentPart

    private init(part: ChatContentPart) {
        self.part = part
    }

    /// Returns whether an argument given with `-a` is a URL rather than a path.
    package static func isAddress(_ name: String) -> Bool {
        let start = name.prefix(8).lowercased()
        return start.hasPrefix("https://") || start.hasPrefix("http://") || start.hasPrefix("data:")
    }

    /// Creates an attachment that refers to an image by its URL. The image is not downloaded.
    package init(address: String) {
        self.init(part: .imageURL(address))
    }

    /// Reads the file at a path.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - onSilence: A closure that is called once if the file is a pipe and no data arrives for two seconds.
    /// - Throws: `CancellationError`, or `CommandFailure` if the file is unreadable, is too large, or has an
    ///   unsupported type.
    package init(path: String, onSilence: () -> Void = {}) throws {
        guard let (bytes, _) = try TextFile.read(path, limit: Self.limit, onSilence: onSilence) else {
            throw CommandFailure.usage("no such file: \(path)")
        }
        try self.init(bytes: bytes, name: path)
    }

    /// Creates an attachment from bytes and detects its media type.
    package init(bytes: [UInt8], name: String) throws {
        if bytes.isEmpty { throw CommandFailure.usage("the attachment \(name) is empty") }
        guard MediaType(bytes) != nil else {
            throw CommandFailure.usage(
                "the attachment \(name) is not an image (PNG, JPEG, GIF, WebP), an audio file (WAV, MP3) or a PDF",
                nextStep: UTF8Check.firstInvalidByte(in: bytes) == nil ? "send text with -f" : nil
            )
        }
        self.init(part: try ChatContentPart(bytes: bytes, filename: Self.lastComponent(name)))
    }

    /// Returns the name that the model sees. The name is one line without control characters, because the original name
    /// might have been chosen by an attacker.
    private static func lastComponent(_ path: String) -> String {
        let name = TerminalText.line(path.split(separator: "/").last.map(String.init) ?? path)
        return name.lowercased().hasSuffix(".pdf") ? name : name + ".pdf"
    }
}
