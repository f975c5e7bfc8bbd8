internal import WaiterConversation
internal import WaiterLedger

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension CommandFailure {
    /// Says which budget is in the way, what is left of it, when it begins anew, and what raises it.
    init(_ refusal: BudgetRefusal) {
        self.init(.overBudget, Self.words(refusal), nextStep: Self.remedy(refusal), kind: "budgetExceeded")
        details = "nothing was sent"
    }

    private static func words(_ refusal: BudgetRefusal) -> String {
        guard let standing = refusal.standing else {
            guard let asked = refusal.asked else { return "nobody knows what the call can cost (\(doubt(refusal)))" }
            return "the call could cost \(asked), more than the \(refusal.limit) of --budget allow"
        }
        guard let asked = refusal.asked else {
            return "\(standing.budget) refuses calls of unknown price (\(doubt(refusal)))"
        }
        let reserved = standing.reserved > .zero ? ", \(standing.reserved) reserved by calls under way" : ""
        return "the call could cost \(asked), and \(standing.budget) has \(standing.left) left "
            + "(\(standing.spent) spent\(reserved))"
    }

    private static func doubt(_ refusal: BudgetRefusal) -> String {
        refusal.doubt.map { "\($0)" } ?? "nothing is known of it"
    }

    private static func remedy(_ refusal: BudgetRefusal) -> String {
        guard let standing = refusal.standing else {
            return refusal.asked == nil
                ? "leave --budget out, or add the model's prices to the config file"
                : "raise it, or bound the answer with --max-tokens"
        }
        let command = "waiter usage budget set \(standing.budget.flags)"
        if refusal.asked == nil { return "allow them with: \(command) --unknown allow" }
        if refusal.isClockBehind {
            let date = CivilDate(date: standing.start)
            return "a clock was ahead: the budget is at \(date) already; begin it anew with: \(command)"
        }
        let date = standing.end.map { "it begins anew on \(CivilDate(date: $0)) (UTC); " } ?? ""
        let shorter = standing.left > .zero ? "; or bound the answer with --max-tokens" : ""
        return "\(date)raise it with: \(command)\(shorter)"
    }
}

extension CivilDate {
    init(date: Date) { self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded(.down))) }
}
