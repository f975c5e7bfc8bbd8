#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The pixel dimensions of an image, read from its header.
public struct ImageSize: Sendable, Hashable {
    /// The width in pixels, from 1 to 1,000,000.
    public let width: Int
    /// The height in pixels, from 1 to 1,000,000.
    public let height: Int

    /// Creates a size or returns `nil` if a side is not between 1 and 1,000,000 pixels.
    public init?(width: Int, height: Int) {
        guard (1...1_000_000).contains(width), (1...1_000_000).contains(height) else { return nil }
        self.width = width
        self.height = height
    }

    /// Reads the header of a PNG, JPEG, GIF or WebP image. Returns `nil` for other data or a truncated header.
    public init?(_ bytes: [UInt8]) {
        let header = ImageHeader(bytes)
        guard let size = header.png ?? header.gif ?? header.webp ?? header.jpeg,
            let checked = ImageSize(width: size.width, height: size.height)
        else { return nil }
        self = checked
    }

    /// Reads the size of the image in a base64 `data:` URL. Returns `nil` for any other URL or data.
    ///
    /// Only the data that is needed to read the header is decoded. For a JPEG with a large embedded preview, this is up
    /// to a megabyte.
    public init?(dataURL: String) {
        guard dataURL.prefix(5).lowercased() == "data:", let comma = dataURL.prefix(256).firstIndex(of: ","),
            dataURL[..<comma].lowercased().hasSuffix(";base64")
        else { return nil }
        let encoded = dataURL.utf8[dataURL.utf8.index(after: comma)...]
        for length in [4096, 131_072, 1_398_104] {
            let part = String(encoded.prefix(length)) ?? ""
            guard let data = Data(base64Encoded: Self.padded(part)) else { return nil }
            if let size = ImageSize(Array(data)) {
                self = size
                return
            }
            if part.utf8.count < length { return nil }
        }
        return nil
    }

    /// Returns base64 text with its padding restored. Some encoders omit the padding.
    private static func padded(_ text: String) -> String {
        text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }
}
