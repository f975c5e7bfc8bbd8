/// What of a text fits into a number of tokens.
public struct FittedText: Sendable, Hashable {
    /// Which part of a text is kept.
    public enum Part: Sendable, Hashable {
        case head
        case tail
        /// The beginning and the end, about the same number of tokens of each.
        case both
    }

    /// What is kept of the beginning; the whole text if it fits.
    public let head: Substring
    /// What is kept of the end.
    public let tail: Substring
    /// What stands for the part that was left out.
    public let marker: String
    /// How many tokens `text` has.
    public let tokenCount: Int
    /// Whether anything was left out.
    public let isCut: Bool

    /// The kept parts, the marker between them, or where the text was cut.
    public var text: String { isCut ? head + marker + tail : String(head) }
}
