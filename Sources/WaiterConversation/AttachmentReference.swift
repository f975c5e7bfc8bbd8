/// A reference that replaces an attachment's data in a message.
///
/// The text of a reference consists of `waiter-attachment:`, the length of the data's prefix, the prefix itself, and
/// the attachment's name.
struct AttachmentReference {
    /// The application's name for the attachment.
    var name: String
    /// The text that precedes the base64 data.
    var prefix: String

    private static let scheme = "waiter-attachment:"

    init(name: String, prefix: String) {
        (self.name, self.prefix) = (name, prefix)
    }

    /// Parses a reference or returns `nil` for any other text.
    init?(_ text: String) {
        guard text.hasPrefix(Self.scheme) else { return nil }
        let rest = text.utf8.dropFirst(Self.scheme.utf8.count)
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")), let length = Int(Substring(rest[..<colon])) else {
            return nil
        }
        let behind = rest[rest.index(after: colon)...]
        guard length >= 0, behind.count >= length else { return nil }
        (prefix, name) = (String(Substring(behind.prefix(length))), String(Substring(behind.dropFirst(length))))
    }

    var text: String { "\(Self.scheme)\(prefix.utf8.count):\(prefix)\(name)" }
}
