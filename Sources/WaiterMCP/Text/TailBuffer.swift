/// A buffer that keeps only the end of a byte stream.
struct TailBuffer: Sendable {
    private var bytes: [UInt8] = []
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    mutating func append(_ chunk: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: chunk.suffix(limit))
        // Truncate only at twice the limit, so the amortized cost per byte is constant.
        if bytes.count > 2 * limit { bytes.removeFirst(bytes.count - limit) }
    }

    /// The buffered bytes as text, without control characters and without surrounding whitespace.
    var text: String {
        let text = PlainText.cleaned(bytes.suffix(limit))
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
