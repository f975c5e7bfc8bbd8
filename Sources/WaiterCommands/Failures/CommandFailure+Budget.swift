internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension CommandFailure {
    /// Creates the failure for a call that a budget does not allow. The failure states the remaining amount, the next
    /// reset, and how to raise the budget.
    ///
    /// - Parameters:
    ///   - refusal: The refusal.
    ///   - limitsAnswer: Whether the command can limit the length of the answer.
    init(_ refusal: BudgetRefusal, limitsAnswer: Bool = true) {
        let remedy = Self.remedy(refusal, limitsAnswer)
        self.init(.overBudget, Self.words(refusal), nextStep: remedy, kind: "budgetExceeded")
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
            return "\(status.title) does not allow calls with an unknown cost (\(doubt(refusal)))"
        }
        let reserved = status.reserved > .zero ? ", \(status.reserved) reserved by calls in progress" : ""
        return "the call could cost \(asked), but \(status.title) has only \(status.left) left "
            + "(\(status.spent) spent\(reserved))"
    }

    private static func doubt(_ refusal: BudgetRefusal) -> String {
        refusal.doubt.map { "\($0)" } ?? "no price information"
    }

    private static func remedy(_ refusal: BudgetRefusal, _ limitsAnswer: Bool) -> String {
        let isAudio = refusal.doubt?.subject == Cost.Kind.audioSecond.rawValue
        if refusal.asked == nil, refusal.doubt?.code == .countUnknown, !isAudio {
            return "with the Responses API, limit hosted tool calls: -o max_tool_calls 3"
        }
        guard let status = refusal.status else {
            if refusal.asked != nil {
                return limitsAnswer ? "raise it, or limit the answer with --max-tokens" : "raise it"
            }
            if isAudio { return "omit --budget, or convert the audio to an uncompressed WAV file" }
            if !limitsAnswer, refusal.doubt?.code == .outputUnlimited { return "omit --budget" }
            return "omit --budget, or add the model's prices to the config file"
        }
        let command = "waiter usage budget set"
        guard let asked = refusal.asked else {
            return "allow them with: \(command) \(status.budget.flags) --unknown allow"
        }
        let unknown = status.budget.allowsUnknownPrices ? " --unknown allow" : ""
        if refusal.isClockBehind {
            let date = CivilDate(date: status.start)
            return "the clock was ahead, so the budget's period starts in the future, on \(date); "
                + "reset the budget with: \(command) \(status.budget.flags)\(unknown)"
        }
        var enough = status.budget
        enough.limit = sufficient(status, asked)
        let date = status.end.map { "it resets on \(CivilDate(date: $0)) (UTC); " } ?? ""
        let shorter = limitsAnswer && status.left > .zero ? "; or limit the answer with --max-tokens" : ""
        return "\(date)raise it with: \(command) \(enough.flags)\(unknown)\(shorter)"
    }

    /// Returns the lowest limit, in whole cents, that would allow the call.
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
