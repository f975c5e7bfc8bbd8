public import WaiterModels

/// The context window of a model and the part that is reserved for the answer.
public struct ContextWindow: Sendable, Hashable {
    /// The size in tokens, including both the input and the answer. If the value is `nil`, the size is unknown and
    /// everything is sent.
    public var size: Int?
    /// The number of tokens reserved for the answer.
    public var reserve: Int
    /// The maximum number of input tokens, if this number is lower than the size minus the reserve.
    public var maxInput: Int?

    /// Creates a context window.
    public init(size: Int?, reserve: Int = 1024, maxInput: Int? = nil) {
        self.size = size
        self.reserve = reserve
        self.maxInput = maxInput
    }

    /// Creates the window for a model in the catalogue. For an unknown model, the size is `nil`.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - catalogue: The model catalogue.
    ///   - answer: The requested maximum number of answer tokens. This number of tokens is reserved. The default is the
    ///     maximum output of the model, but at most a quarter of its context window.
    public init(model: String, catalogue: ModelCatalogue = .builtIn, answer: Int? = nil) {
        let entry = catalogue.known(model)
        size = entry?.contextWindow ?? entry?.maxInput
        let quarter = size.map { min($0 / 4, entry?.maxOutput ?? $0) }
        reserve = answer ?? quarter ?? 1024
        maxInput = entry?.maxInput
    }

    /// The maximum number of input tokens, which is at least 1, or `nil` if the maximum is unknown.
    public var limit: Int? {
        let room = size.map { max(1, $0 - max(0, reserve)) }
        return [room, maxInput.map { max(1, $0) }].compactMap { $0 }.min()
    }
}
