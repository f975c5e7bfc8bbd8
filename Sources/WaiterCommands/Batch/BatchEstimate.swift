internal import Waiter
internal import WaiterBulk
internal import WaiterModels
internal import WaiterStore

/// The token count and the maximum cost of a batch, computed without sending anything.
struct BatchEstimate {
    private let catalogue: ModelCatalogue
    private let isFree: Bool
    private let isBatch: Bool
    private(set) var rows = 0
    private(set) var inputTokens = 0
    /// The number of rows whose tokens cannot be counted exactly.
    private(set) var inexact = 0
    /// The number of rows whose maximum cost is unknown.
    private(set) var unpriced = 0
    private(set) var maximum = Dollars.zero
    private(set) var reason: String?

    init(catalogue: ModelCatalogue, isFree: Bool, isBatch: Bool) {
        (self.catalogue, self.isFree, self.isBatch) = (catalogue, isFree, isBatch)
    }

    /// Adds a request.
    mutating func add(_ request: BatchLine) {
        let model = request.body["model"]?.stringValue ?? ""
        let bounds = RequestBounds(
            operation: request.url.hasSuffix("/responses") ? "responses.create" : "",
            model: model,
            body: request.body.jsonBytes,
            catalogue: catalogue,
            isBatch: isBatch
        )
        rows += 1
        inputTokens += bounds.inputTokens ?? 0
        if !bounds.isExact { inexact += 1 }
        if isFree { return }
        guard let total = bounds.maxCost.total, let sum = maximum.adding(total) else {
            unpriced += 1
            reason = reason ?? bounds.maxCost.unknownReasons.first.map { "\($0)" }
            return
        }
        maximum = sum
    }

    /// The estimate as human-readable lines.
    var lines: [String] {
        var lines = ["rows: \(rows)"]
        lines.append(
            "input: \(inputTokens) tokens" + (inexact == 0 ? " (exact)" : " (\(inexact) rows are not counted exactly)")
        )
        lines.append(isFree ? "cost: none" : "cost: at most \(maximum)")
        if unpriced > 0 { lines.append("not priced: \(unpriced) rows" + (reason.map { " (\($0))" } ?? "")) }
        return lines
    }

    /// The estimate as JSON.
    var json: JSONValue {
        [
            "rows": .integer(Int64(rows)), "input_tokens": .integer(Int64(inputTokens)),
            "inexact_rows": .integer(Int64(inexact)), "max_cost": unpriced == 0 ? .string(maximum.decimalText) : .null,
            "unpriced_rows": .integer(Int64(unpriced)),
        ]
    }
}
