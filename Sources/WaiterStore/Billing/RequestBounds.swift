package import Waiter
package import WaiterModels

/// The number of input tokens and the maximum cost of a request, computed before the request is sent.
package struct RequestBounds: Sendable {
    /// The number of input tokens, or `nil` if they cannot be counted locally.
    package let inputTokens: Int?
    /// Whether the number of input tokens is exact.
    package let isExact: Bool
    /// The number of tokens that count toward a provider's rate limit. The number includes the input and the maximum
    /// output that the request allows.
    package let limitedTokens: RateLimiter.Tokens
    /// The maximum cost. The total is `nil` if a price or the output limit is unknown.
    package let maxCost: Cost

    /// Computes the bounds of a JSON body.
    ///
    /// - Parameters:
    ///   - operation: The name of the operation, which determines how the body is read.
    ///   - model: The requested model.
    ///   - body: The JSON body of the request.
    ///   - catalogue: The catalogue that contains limits and prices.
    ///   - isBatch: Whether the request is part of a provider's batch. Batches have different prices.
    package init(
        operation: String = "",
        model: String,
        body: [UInt8],
        catalogue: ModelCatalogue,
        isBatch: Bool = false
    ) {
        let attempt = MeteredAttempt(operation: operation, model: model, body: body)
        self.init(attempt, catalogue: catalogue, isBatch: isBatch)
    }

    /// Computes the bounds of an attempt.
    ///
    /// - Parameters:
    ///   - attempt: The attempt, which contains a JSON body or token bounds.
    ///   - catalogue: The catalogue that contains limits and prices.
    ///   - isBatch: Whether the request is part of a provider's batch. Batches have different prices.
    package init(_ attempt: MeteredAttempt, catalogue: ModelCatalogue, isBatch: Bool = false) {
        let request = PricedRequest(attempt, countedWith: catalogue)
        inputTokens = request.inputTokens(catalogue)
        isExact = request.isCountExact
        limitedTokens = request.limitedTokens(catalogue)
        maxCost = request.maxCost(catalogue, isBatch: isBatch)
    }
}
