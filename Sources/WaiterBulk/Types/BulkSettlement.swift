public import Waiter
public import WaiterModels

/// The outcome and the cost of an attempt, as written to a queue.
public struct BulkSettlement: Sendable {
    /// The effect on the row.
    public enum Effect: Sendable {
        /// The row has a final result.
        case result(BulkResult)
        /// The worker keeps the row for another attempt. If there is a budget, the maximum cost of that attempt is
        /// reserved.
        case retry
        /// The row waits for another attempt.
        case waiting
    }

    /// The ID of the row.
    public var row: Int64
    /// The effect on the row.
    public var effect: Effect
    /// Whether the server may have processed the attempt. If so, the attempt counts toward the maximum number of
    /// attempts.
    public var isAttempt: Bool
    /// The cost of the attempt, or `nil` if the cost is unknown, in which case the reserved amount is counted.
    public var cost: Dollars?
    /// The number of input tokens, as reported by the server.
    public var inputTokens: Int
    /// The number of output tokens, as reported by the server.
    public var outputTokens: Int

    /// Creates a settlement.
    ///
    /// - Parameters:
    ///   - row: The ID of the row.
    ///   - effect: The effect on the row.
    ///   - isAttempt: Whether the server may have processed the attempt.
    ///   - cost: The cost of the attempt, or `nil` if the cost is unknown.
    ///   - usage: The usage reported by the server.
    public init(
        row: Int64,
        _ effect: Effect,
        isAttempt: Bool = true,
        cost: Dollars?,
        usage: TokenUsage? = nil
    ) {
        self.row = row
        self.effect = effect
        self.isAttempt = isAttempt
        self.cost = cost
        inputTokens = max(0, usage?.inputTokens ?? 0)
        outputTokens = max(0, usage?.outputTokens ?? 0)
    }
}
