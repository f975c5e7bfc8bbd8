public import Waiter

/// The pricing context of a call: models, service tier, batch, cache retention, web searches and other hosted tools.
public struct PricingContext: Sendable, Hashable {
    /// The requested model.
    public var model: String
    /// The model reported in the response, or `nil` if there is no response yet or the server does not report a model.
    public var servedModel: String?
    /// The service tier. This is the tier reported in the response or, if no tier was reported, the requested tier. A
    /// value of `nil` means the default tier.
    public var serviceTier: ServiceTier?
    /// Whether the call is part of a batch.
    public var isBatch: Bool
    /// Whether the request uses 24-hour prompt cache retention. Some models cost more with this retention.
    public var keepsCacheForDay: Bool
    /// The number of web searches made by the call, or `nil` if it is unknown. In that case, the cost is also unknown.
    ///
    /// For a model that searches on every call, 0 counts as unknown.
    public var webSearches: Int?
    /// The number of calls to other hosted tools, keyed by kind.
    ///
    /// If a kind has no price, the cost is a lower bound. See `Cost.isLowerBound`.
    public var hostedCalls: [Cost.Kind: Int]

    /// Creates a context. Every property except the model has a default.
    public init(
        model: String,
        servedModel: String? = nil,
        serviceTier: ServiceTier? = nil,
        isBatch: Bool = false,
        keepsCacheForDay: Bool = false,
        webSearches: Int? = 0,
        hostedCalls: [Cost.Kind: Int] = [:]
    ) {
        self.model = model
        self.servedModel = servedModel
        self.serviceTier = serviceTier
        self.isBatch = isBatch
        self.keepsCacheForDay = keepsCacheForDay
        self.webSearches = webSearches
        self.hostedCalls = hostedCalls
    }

    /// The price list that applies to a call.
    enum Tariff: Hashable {
        case standard, batch
        case tier(ServiceTier)
        /// A batch combined with another tier. There is no price list for this combination.
        case none
    }

    /// The price list that applies to the service tier. The tier `auto` is treated as the default tier until a response
    /// reports a different tier.
    var tariff: Tariff {
        let tier: ServiceTier? =
            switch serviceTier {
            case nil, .auto?, .default?: nil
            // Responses report `priority`, regardless of whether `fast` or `priority` was requested.
            case .fast?: .priority
            case let named: named
            }
        if isBatch { return tier == nil || tier?.rawValue == "batch" ? .batch : .none }
        return tier.map { $0.rawValue == "batch" ? .batch : .tier($0) } ?? .standard
    }
}
