internal import Waiter
internal import WaiterModels
internal import WaiterStore

/// Functions that compute the maximum costs of rows.
enum BulkPrice {
    /// Returns the maximum cost of a row.
    ///
    /// - Throws: `BulkError` with code `.unknownCost` if a price or the output limit is unknown.
    static func maximum(of row: BulkRow, catalogue: ModelCatalogue, isBatch: Bool) throws -> Dollars {
        let model = (try? JSONValue(parsing: row.body))?["model"]?.stringValue ?? ""
        let bounds = RequestBounds(
            operation: BulkEndpoint.operations[row.path] ?? "",
            model: model,
            body: row.body,
            catalogue: catalogue,
            isBatch: isBatch
        )
        guard let total = bounds.maxCost.total else {
            let reason = bounds.maxCost.unknownReasons.first.map { "\($0)" } ?? "no price information"
            throw BulkError(.unknownCost, "the maximum cost of '\(row.customID)' is unknown (\(reason))")
        }
        return total
    }
}
