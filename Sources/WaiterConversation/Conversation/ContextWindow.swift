/// How much a model takes in: the tokens of its context, and those of it that are kept free for the answer.
public struct ContextWindow: Sendable, Hashable {
    /// The tokens of question and answer together; nil when nobody knows, and then everything is sent.
    public var size: Int?
    /// The tokens kept free for the answer.
    public var reserve: Int

    /// Makes a window.
    public init(size: Int?, reserve: Int = 1024) {
        self.size = size
        self.reserve = reserve
    }

    /// The tokens that a request may have; at least one.
    public var limit: Int? { size.map { max(1, $0 - max(0, reserve)) } }
}
