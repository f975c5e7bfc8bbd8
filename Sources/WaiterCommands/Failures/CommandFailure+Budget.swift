internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension CommandFailure {
    /// Describes the budget that refused a call, its remaining amount, its next reset, and how to raise it.
    init(_ refusal: BudgetRefusal) {
        self.init(.overBudget, Self.words(refusal), nextStep: Self.remedy(refusal), kind: "budgetExceeded")
        details = "nothing was sent"
    }

    private static func words(_ refusal: BudgetRefusal) -> String {
        guard let status = refusal.status else {
            guard let asked = refusal.asked else {
                return "the maximum cost of this call is unknown (\(doubt(refusal)))"
            }
            if refusal.used == .zero {
                return "the call could cost \(asked), more than the --budget of \(refusal.limit)"
            }
            let left = Dollars(picodollars: max(0, refusal.limit.picodollars - refusal.used.picodollars))
            return "the call could cost \(asked), but only \(left) of the --budget of \(refusal.limit) is left"
        }
        guard let asked = refusal.asked else {
            return "\(status.title) rejects calls of unknown cost (\(doubt(refusal)))"
        }
        let reserved = status.reserved > .zero ? ", \(status.reserved) reserved by calls in progress" : ""
        return "the call could cost \(asked), but \(status.title) has only \(status.left) left "
            + "(\(status.spent) spent\(reserved))"
    }

    private static func doubt(_ refusal: BudgetRefusal) -> String {
        refusal.doubt.map { "\($0)" } ?? "no price information"
    }

    private static func remedy(_ refusal: BudgetRefusal) -> String {
        if refusal.asked == nil, refusal.doubt?.code == .countUnknown {
            return "limit the calls of hosted tools, with the Responses API: -o max_tool_calls 3"
        }
        guard let status = refusal.status else {
            return refusal.asked == nil
                ? "omit --budget, or add the model's prices to the config file"
                : "raise it, or limit the answer with --max-tokens"
        }
        let command = "waiter usage budget set"
        guard let asked = refusal.asked else {
            return "allow them with: \(command) \(status.budget.flags) --unknown allow"
        }
        let unknown = status.budget.allowsUnknownPrices ? " --unknown allow" : ""
        if refusal.isClockBehind {
            let date = CivilDate(date: status.start)
            return "the clock was ahead, so the budget's period starts in the future, on \(date); reset it with: "
                + "\(command) \(status.budget.flags)\(unknown)"
        }
        var enough = status.budget
        enough.limit = sufficient(status, asked)
        let date = status.end.map { "it resets on \(CivilDate(date: $0)) (UTC); " } ?? ""
        let shorter = status.left > .zero ? "; or limit the answer with --max-tokens" : ""
        return "\(date)raise it with: \(command) \(enough.flags)\(unknown)\(shorter)"
    }

    /// Returns the lowest limit, in whole cents, that would admit the call.
    private static func sufficient(_ status: BudgetStatus, _ asked: Dollars) -> Dollars {
        let cent: Int64 = 10_000_000_000
        let sum = status.spent.adding(status.reserved)?.adding(asked)?.picodollars ?? .max
        let (cents, rest) = sum.quotientAndRemainder(dividingBy: cent)
        let (rounded, overflow) = (rest == 0 ? cents : cents + 1).multipliedReportingOverflow(by: cent)
        return Dollars(picodollars: overflow ? .max : rounded)
    }
}

extension CivilDate {
    init(date: Date) { self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded(.down))) }
}
