/// Text truncated to a token limit.
public struct FittedText: Sendable, Hashable {
    /// The part of the text to keep.
    public enum Part: Sendable, Hashable {
        /// The beginning.
        case head
        /// The end.
        case tail
        /// The beginning and the end, with about the same number of tokens in each.
        case both
    }

    /// The beginning of the text that was kept, or the whole text if it fits.
    public let head: Substring
    /// The end of the text that was kept.
    public let tail: Substring
    /// The text that replaces the removed part.
    public let marker: String
    /// The number of tokens in `text`.
    public let tokenCount: Int
    /// Whether anything was removed.
    public let isCut: Bool

    /// The parts that were kept, with the marker in place of the removed part.
    public var text: String { isCut ? head + marker + tail : String(head) }
}
