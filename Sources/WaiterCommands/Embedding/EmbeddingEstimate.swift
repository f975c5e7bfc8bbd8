internal import Waiter
internal import WaiterModels
internal import WaiterStore

/// The token count and the cost of embedding texts, computed without sending anything.
struct EmbeddingEstimate {
    private let model: String
    private let texts: Int
    private let sent: Int
    private let isFree: Bool
    private var requests = 0
    private var tokens = 0
    private var isExact = true
    /// The cost, or `nil` if it is unknown.
    private var cost: Dollars? = .zero
    private var reason: String?

    /// Counts the tokens in the requests that the texts are batched into.
    ///
    /// - Parameters:
    ///   - request: The request, with all texts to send.
    ///   - texts: The number of texts, including those that are already stored.
    ///   - catalogue: The catalogue with encodings and prices.
    ///   - isFree: Whether the calls are free.
    init(_ request: EmbeddingRequest, texts: Int, catalogue: ModelCatalogue, isFree: Bool) {
        (model, self.texts, sent, self.isFree) = (request.model, texts, request.input.count, isFree)
        guard case .texts(let inputs) = request.input else { return }
        for range in EmbeddingBatching().ranges(of: request.input) {
            let body: JSONValue = [
                "model": .string(model), "input": .array(inputs[range].map { .string($0) }),
            ]
            let bounds = RequestBounds(model: model, body: body.jsonBytes, catalogue: catalogue)
            requests += 1
            // An embedding has no output tokens, so this number is either the exact number of input tokens or an upper
            // bound on it.
            tokens += bounds.limitedTokens.total
            isExact = isExact && bounds.isExact
            reason = reason ?? bounds.maxCost.unknownReasons.first.map { "\($0)" }
            cost = cost.flatMap { sum in bounds.maxCost.total.flatMap { sum.adding($0) } }
        }
    }

    /// The estimate as human-readable lines.
    var lines: [String] {
        let shownCost = isFree ? "none" : cost.map { isExact ? "\($0)" : "at most \($0)" } ?? "?"
        return [
            "model: \(model)",
            "texts: \(texts)"
                + (sent == texts ? "" : ", \(sent) to send; the others are duplicates or are already stored"),
            "requests: \(requests)",
            "input: " + (isExact ? "\(tokens) tokens (exact)" : "at most \(tokens) tokens"),
            "cost: \(shownCost)" + (isFree || cost != nil ? "" : reason.map { " (\($0))" } ?? ""),
        ]
    }

    /// The estimate as JSON.
    var json: JSONValue {
        [
            "model": .string(model), "texts": .integer(Int64(texts)), "to_send": .integer(Int64(sent)),
            "requests": .integer(Int64(requests)), "input_tokens": .integer(Int64(tokens)), "exact": .bool(isExact),
            "max_cost": (isFree ? Dollars.zero : cost).map { .string($0.decimalText) } ?? .null,
        ]
    }
}
