/// A catalogue entry for one model. A property is `nil` if its value is unknown.
public struct CatalogueEntry: Sendable, Hashable {
    /// The model ID used in requests.
    public let id: String
    /// The kind of model, such as `chat`, `responses` (served only through the Responses API), `embedding` or `speech`.
    public var kind: String?
    /// The size of the context window in tokens, including both input and output.
    public var contextWindow: Int?
    /// The maximum number of input tokens, if this number is lower than the size of the context window.
    public var maxInput: Int?
    /// The maximum number of output tokens, including reasoning.
    public var maxOutput: Int?
    /// The name of the encoding, such as `o200k_base`.
    public var encoding: String?
    /// Whether the encoding is assumed to be the same as for earlier models, because the provider has not published it.
    public var isEncodingAssumed = false
    /// The list prices.
    public var prices: ModelPrices?
    /// Whether every call includes a billed web search, regardless of the request.
    public var alwaysSearches = false
    /// The date on which the provider shuts down the model, such as `2026-12-11`.
    public var shutdownDate: String?
    /// The documented capabilities. A model can have other capabilities.
    public var capabilities: [ModelCapability] = []

    /// Creates an entry with only an ID.
    public init(id: String) {
        self.id = id
    }

    /// The maximum number of input tokens, or `nil` if it is unknown.
    public var inputLimit: Int? { maxInput ?? contextWindow }

    /// Returns the maximum number of output tokens for an input of the given length.
    ///
    /// - Parameters:
    ///   - input: The number of input tokens.
    ///   - requested: The limit set by the request.
    /// - Returns: The lowest known limit, or `nil` if no limit is known.
    public func outputLimit(input: Int, requested: Int? = nil) -> Int? {
        let room = contextWindow.map { max(0, $0 - input) }
        return [requested, maxOutput, room].compactMap { $0 }.min()
    }
}
