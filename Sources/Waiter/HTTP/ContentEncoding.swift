internal import HTTPTypes

/// The content encoding of a response body.
enum ContentEncoding {
    /// The encodings that servers are known to use even if the client does not accept them. No other value of the
    /// `Content-Encoding` header is treated as an unsupported encoding.
    private static let unsupported: Set<String> = [
        "br", "zstd", "compress", "x-compress", "dcb", "dcz", "lzma", "xz", "bzip2", "snappy", "lz4",
    ]

    /// Returns the unsupported encoding of a body, or `nil` if the body is not compressed or can be decompressed.
    static func unsupported(in fields: HTTPFields) -> String? {
        guard let text = fields.text("content-encoding")?.lowercased() else { return nil }
        return text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init).first(
            where: unsupported.contains
        )
    }
}
