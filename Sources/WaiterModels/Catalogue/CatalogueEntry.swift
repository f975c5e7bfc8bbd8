/// What the catalogue knows of a model; what is nil is not known.
public struct CatalogueEntry: Sendable, Hashable {
    /// The name by which requests ask for it.
    public let id: String
    /// How the model is called: `chat`, `responses` (that path alone), `embedding`, `speech` ...
    public var kind: String?
    /// The most tokens of input and output together.
    public var contextWindow: Int?
    /// The most tokens of input, where that is less than the context window.
    public var maxInput: Int?
    /// The most tokens of one answer, those of its reasoning included.
    public var maxOutput: Int?
    /// The name of the encoding, such as `o200k_base`.
    public var encoding: String?
    /// Whether no encoding is published, so that it is taken from the models before.
    public var isEncodingAssumed = false
    /// What its tokens cost at the list price.
    public var prices: ModelPrices?
    /// Whether it searches the web with every call, whatever the request says, and has each search paid for.
    public var alwaysSearches = false
    /// The day on which the provider takes the model away, as `2026-12-11`.
    public var shutdownDate: String?
    /// What it can do, as far as the catalogue says; what is missing may be possible all the same.
    public var capabilities: [ModelCapability] = []

    /// Makes an entry of which nothing but the name is known.
    public init(id: String) {
        self.id = id
    }

    /// The most tokens that a request may have; nil when that is not known.
    public var inputLimit: Int? { maxInput ?? contextWindow }

    /// The most tokens that an answer to so many tokens of input can have; nil when nothing is known of that.
    ///
    /// - Parameter requested: What the request asks for at most.
    public func outputLimit(input: Int, requested: Int? = nil) -> Int? {
        let room = contextWindow.map { max(0, $0 - input) }
        return [requested, maxOutput, room].compactMap { $0 }.min()
    }
}
