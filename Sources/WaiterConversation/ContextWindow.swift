public import WaiterModels

/// How much a model takes in: the tokens of its context, and those of it that are kept free for the answer.
public struct ContextWindow: Sendable, Hashable {
    /// The tokens of question and answer together; nil when nobody knows, and then everything is sent.
    public var size: Int?
    /// The tokens kept free for the answer.
    public var reserve: Int
    /// The most tokens that a request may have, where that is less than the size without the reserve.
    public var maxInput: Int?

    /// Makes a window.
    public init(size: Int?, reserve: Int = 1024, maxInput: Int? = nil) {
        self.size = size
        self.reserve = reserve
        self.maxInput = maxInput
    }

    /// The window of a model, as the catalogue knows it; of one that it has not, the size is nil.
    ///
    /// - Parameter answer: The most tokens that the request asks for, which are kept free then. Without it that is the
    ///   most that the model answers, but no more than a quarter of its context.
    public init(model: String, catalogue: ModelCatalogue = .builtIn, answer: Int? = nil) {
        let entry = catalogue.known(model)
        size = entry?.contextWindow ?? entry?.maxInput
        let quarter = size.map { min($0 / 4, entry?.maxOutput ?? $0) }
        reserve = answer ?? quarter ?? 1024
        maxInput = entry?.maxInput
    }

    /// The tokens that a request may have; at least one.
    public var limit: Int? {
        let room = size.map { max(1, $0 - max(0, reserve)) }
        return [room, maxInput.map { max(1, $0) }].compactMap { $0 }.min()
    }
}
