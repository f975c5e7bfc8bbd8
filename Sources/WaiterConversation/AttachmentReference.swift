/// The text that stands in a message where an attachment was: `waiter-attachment:`, the length of what stood before the
/// data, that, and the attachment's name.
struct AttachmentReference {
    /// What the application calls the attachment.
    var name: String
    /// What stands before the base64.
    var prefix: String

    private static let scheme = "waiter-attachment:"

    init(name: String, prefix: String) {
        (self.name, self.prefix) = (name, prefix)
    }

    /// Reads a reference; nil for any other text.
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
