public import Waiter

/// What decides the prices of a call, beside its tokens.
public struct CallTerms: Sendable, Hashable {
    /// The model that was asked for.
    public var model: String
    /// The model that the answer names; nil before there is one, and when the server does not say.
    public var servedModel: String?
    /// The tier that the answer names, else the one that was asked for; nil is the usual one.
    public var serviceTier: ServiceTier?
    /// Whether the call is one of a batch.
    public var isBatch: Bool
    /// Whether the request asks that its prompt is kept in the cache for a day, which some models charge more for.
    public var keepsCacheForDay: Bool
    /// How many searches of the web the call made; nil when nobody knows, which makes its cost unknown.
    ///
    /// Of a model that searches with every call nobody knows, either, when this is 0.
    public var webSearches: Int?

    /// Makes terms; all but the model have the usual value unless they are given.
    public init(
        model: String,
        servedModel: String? = nil,
        serviceTier: ServiceTier? = nil,
        isBatch: Bool = false,
        keepsCacheForDay: Bool = false,
        webSearches: Int? = 0
    ) {
        self.model = model
        self.servedModel = servedModel
        self.serviceTier = serviceTier
        self.isBatch = isBatch
        self.keepsCacheForDay = keepsCacheForDay
        self.webSearches = webSearches
    }

    /// Which of a model's lists of prices holds.
    enum Tariff: Hashable {
        case standard, batch
        case tier(ServiceTier)
        /// A batch in a tier of its own, of which no list speaks.
        case none
    }

    /// The list of prices for this tier; `auto` is the usual one until an answer says what it was.
    var tariff: Tariff {
        let tier: ServiceTier? =
            switch serviceTier {
            case nil, .auto?, .default?: nil
            // The answer calls it `priority`, whichever of both names was asked for.
            case .fast?: .priority
            case let named: named
            }
        if isBatch { return tier == nil || tier?.rawValue == "batch" ? .batch : .none }
        return tier.map { $0.rawValue == "batch" ? .batch : .tier($0) } ?? .standard
    }
}
