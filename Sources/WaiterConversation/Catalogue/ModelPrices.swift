public import Waiter

/// What a model's tokens cost at the provider's list price; what is nil is not known.
public struct ModelPrices: Sendable, Hashable {
    /// A set of prices that hold together.
    public struct Rates: Sendable, Hashable {
        /// Of input that is neither cached nor put into the cache.
        public var input: TokenPrice?
        /// Of input that the provider had in its cache.
        public var cachedInput: TokenPrice?
        /// Of input that is put into the cache, where that is charged apart.
        public var cacheWrite: TokenPrice?
        /// Of output, reasoning included.
        public var output: TokenPrice?
        /// Of input of a batch.
        public var batchInput: TokenPrice?
        /// Of input of a batch that the provider had in its cache.
        public var batchCachedInput: TokenPrice?
        /// Of output of a batch.
        public var batchOutput: TokenPrice?

        /// Makes a set in which no price is known.
        public init() {}
    }

    /// The usual prices.
    public var usual: Rates
    /// The prices of all tokens of a request whose input is longer than `above`.
    public var long: Rates?
    /// The number of input tokens above which `long` holds.
    public var above: Int?

    /// Makes prices; `long` and `above` belong together.
    public init(usual: Rates, long: Rates? = nil, above: Int? = nil) {
        self.usual = usual
        self.long = long
        self.above = above
    }

    /// The prices of a request with so many tokens of input.
    public func rates(forInput tokens: Int) -> Rates {
        guard let long, let above, tokens > above else { return usual }
        return long
    }

    /// What the input of a request costs when nothing of it is cached; nil when that is not known.
    public func inputCost(_ tokens: Int) -> Dollars? {
        rates(forInput: tokens).input?.cost(ofTokens: tokens)
    }

    /// What an answer of so many tokens costs; nil when that is not known.
    public func outputCost(_ tokens: Int, input: Int) -> Dollars? {
        rates(forInput: input).output?.cost(ofTokens: tokens)
    }

    /// What a call has cost by what its server counted; nil when a price that is needed is not known.
    ///
    /// Sound has other prices than text, so that the cost of a call with sound is not known.
    public func cost(of usage: CompletionUsage) -> Dollars? {
        let rates = rates(forInput: usage.promptTokens)
        let cached = usage.promptTokensDetails?.cachedTokens ?? 0
        let written = rates.cacheWrite == nil ? 0 : usage.promptTokensDetails?.cacheWriteTokens ?? 0
        let sound =
            (usage.promptTokensDetails?.audioTokens ?? 0, usage.completionTokensDetails?.audioTokens ?? 0)
        let plain = usage.promptTokens - cached - written
        guard sound == (0, 0), cached >= 0, written >= 0, plain >= 0, usage.completionTokens >= 0 else { return nil }
        let shares = [
            (plain, rates.input), (cached, rates.cachedInput), (written, rates.cacheWrite),
            (usage.completionTokens, rates.output),
        ]
        var sum = Dollars.zero
        for (tokens, price) in shares where tokens > 0 {
            guard let cost = price?.cost(ofTokens: tokens), let next = sum.adding(cost) else { return nil }
            sum = next
        }
        // A model of which no price is known costs an unknown amount also for nothing.
        return rates.input == nil && rates.output == nil ? nil : sum
    }
}
