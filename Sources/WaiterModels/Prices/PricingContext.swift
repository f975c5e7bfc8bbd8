public import Waiter

/// The pricing context of a call: models, service tier, batch, cache retention and web searches.
public struct PricingContext: Sendable, Hashable {
    /// The requested model.
    public var model: String
    /// The model that the response names; nil before there is one, and when the server names none.
    public var servedModel: String?
    /// The tier that the response names, else the requested one; nil is the default tier.
    public var serviceTier: ServiceTier?
    /// Whether the call is part of a batch.
    public var isBatch: Bool
    /// Whether the request asks for 24 hours of prompt caching, which some models charge more for.
    public var keepsCacheForDay: Bool
    /// The number of web searches that the call made; nil when it is unknown, which makes the cost unknown.
    ///
    /// For a model that searches with every call, 0 counts as unknown.
    public var webSearches: Int?

    /// Creates a context; everything but the model has a default.
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

    /// The price list of a model that applies.
    enum Tariff: Hashable {
        case standard, batch
        case tier(ServiceTier)
        /// A batch in a tier of its own, for which no list exists.
        case none
    }

    /// The price list for this tier; `auto` is the default tier until a response names another.
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
