internal import Waiter
internal import WaiterConversation

/// Measures how long an answer takes.
struct Stopwatch {
    private let start = ContinuousClock.now
    private var firstText: Duration?

    /// Notes that text has come; the first time counts.
    mutating func noteText() {
        if firstText == nil { firstText = ContinuousClock.now - start }
    }

    /// What there is to say at this moment.
    func report(_ bill: AnswerBill) -> UsageReport {
        UsageReport(
            usage: bill.usage,
            firstText: firstText,
            total: ContinuousClock.now - start,
            cost: bill.cost,
            estimateReason: bill.estimateReason
        )
    }
}
