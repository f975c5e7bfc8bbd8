#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Data that travels inside of a message as base64: an image, a sound, a file.
public struct MessageAttachment: Sendable, Hashable {
    /// What the data is, such as `image/png`; nil when the message does not say.
    public let mediaType: String?
    /// The data itself.
    public let bytes: [UInt8]
    /// What stands before the base64: `data:image/png;base64,`, or nothing.
    package let prefix: String

    /// Text that is shorter is not worth a reference.
    private static let shortest = 512

    /// Reads base64, bare or in a `data:` URL; nil when it is none, is short, or would not come out the same again.
    package init?(_ text: String) {
        guard text.utf8.count >= Self.shortest else { return nil }
        var prefix = ""
        var mediaType: String?
        if text.hasPrefix("data:") {
            guard let comma = text.firstIndex(of: ","), text[..<comma].hasSuffix(";base64") else { return nil }
            prefix = String(text[...comma])
            mediaType = text[..<comma].dropFirst(5).split(separator: ";").first.map(String.init)
        }
        let base64 = String(text.dropFirst(prefix.count))
        guard base64.utf8.count.isMultiple(of: 4), !base64.utf8.prefix(256).contains(UInt8(ascii: " ")),
            let data = Data(base64Encoded: base64), data.base64EncodedString() == base64
        else { return nil }
        (self.mediaType, self.bytes, self.prefix) = (mediaType, Array(data), prefix)
    }

    /// The text that some bytes are in a message.
    package static func text(_ bytes: [UInt8], prefix: String) -> String {
        prefix + Data(bytes).base64EncodedString()
    }
}
