internal import Waiter
internal import WaiterModels

/// The tokens and the cost of an answer, and what both are worth.
struct AnswerBill {
    var usage: CompletionUsage?
    /// What it has cost; nil where nobody asked.
    var cost: Cost?
    /// Why the tokens were counted here; nil for the server's own numbers.
    var estimateReason: String?
}
