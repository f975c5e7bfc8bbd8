#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// An image, an audio clip or a file that is embedded in a message as base64.
public struct MessageAttachment: Sendable, Hashable {
    /// The media type, such as `image/png`, or `nil` if the message does not specify a media type.
    public let mediaType: String?
    /// The bytes of the attachment.
    public let bytes: [UInt8]
    /// The prefix of the base64 data, such as `data:image/png;base64,`. The prefix can be empty.
    package let prefix: String

    /// The minimum length of text that is replaced with a reference.
    private static let shortest = 512

    /// Decodes base64 text, which can be part of a `data:` URL. Returns `nil` for other text, for short data, and for
    /// data whose original encoding could not be restored exactly.
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

    /// Returns the text that represents the given bytes in a message.
    package static func text(_ bytes: [UInt8], prefix: String) -> String {
        prefix + Data(bytes).base64EncodedString()
    }
}
