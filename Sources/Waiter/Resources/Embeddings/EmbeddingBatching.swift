/// The rules for dividing many inputs into embedding requests.
///
/// The defaults follow OpenAI's limits of 2,048 inputs and 300,000 tokens per request. A text has at most one token per
/// UTF-8 byte, so a request within `maxBytes` is also within the token limit.
public struct EmbeddingBatching: Sendable, Hashable {
    /// The maximum number of inputs per request.
    public var maxInputs = 2_048
    /// The maximum total size of the texts in a request, in UTF-8 bytes. If inputs are pre-tokenized, each token counts
    /// as one byte.
    ///
    /// A single input that exceeds this size is sent in its own request.
    public var maxBytes = 300_000
    /// The maximum number of concurrent requests.
    public var concurrency = 4

    /// Creates batching rules. The defaults are OpenAI's limits and four concurrent requests.
    public init() {}

    /// Returns the ranges of inputs in order, with one range per request.
    package func ranges(of input: EmbeddingInput) -> [Range<Int>] { ranges(of: input.sizes) }

    func ranges(of sizes: [Int]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var (start, bytes) = (0, 0)
        for (index, size) in sizes.enumerated() {
            if index > start, index - start >= max(1, maxInputs) || bytes + size > maxBytes {
                ranges.append(start..<index)
                (start, bytes) = (index, 0)
            }
            bytes += size
        }
        if start < sizes.count { ranges.append(start..<sizes.count) }
        return ranges
    }
}
