internal import HTTPTypes

/// The compression of a body as its head names it.
enum ContentEncoding {
    /// Those that servers are known to use although nobody asked for them; other words in the header are no compression.
    private static let unsupported: Set<String> = [
        "br", "zstd", "compress", "x-compress", "dcb", "dcz", "lzma", "xz", "bzip2", "snappy", "lz4",
    ]

    /// The compression of a body that cannot be decompressed; nil for all others.
    static func unsupported(in fields: HTTPFields) -> String? {
        guard let text = fields.text("content-encoding")?.lowercased() else { return nil }
        return text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init).first(
            where: unsupported.contains
        )
    }
}
