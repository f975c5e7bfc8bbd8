package import ArgumentParser
package import WaiterModels
package import WaiterStore

/// Flags that identify a budget.
package struct BudgetFlags: ParsableArguments {
    @Option(name: .customLong("per"), help: "The period, in UTC; a total budget never resets.")
    package var period: PeriodChoice = .month

    @Option(name: [.customShort("P"), .long], help: "The profile to which the budget applies.")
    package var profile: String?

    @Option(
        name: .shortAndLong,
        help: "The model to which the budget applies, including its dated versions."
    )
    package var model: String?

    @Option(
        help: ArgumentHelp(
            """
            The tag to which the budget applies. If the tag ends with *, each tag with that prefix has its own budget.
            """,
            valueName: "name"
        )
    )
    package var tag: String?

    @Flag(help: "A soft budget: warnings are printed at 50%, 80% and 100%, but no call is rejected.")
    package var soft = false

    package init() {}

    package func validate() throws {
        let given = [profile, model, tag].compactMap { $0 }
        if given.count > 1 { throw ValidationError("-P, -m and --tag cannot be combined") }
        if given.contains("") { throw ValidationError("-P, -m and --tag must not be empty") }
    }

    package func budget(limit: Dollars) -> Budget {
        let scope: Budget.Scope
        switch (profile, model, tag) {
        case (let name?, _, _): scope = .profile(name)
        case (_, let name?, _): scope = .model(name)
        case (_, _, let name?): scope = name.hasSuffix("*") ? .eachTag(String(name.dropLast())) : .tag(name)
        default: scope = .all
        }
        return Budget(limit: limit, period: period.period, scope: scope, isSoft: soft)
    }
}

/// The values of `--per`.
package enum PeriodChoice: String, CaseIterable, Sendable, ExpressibleByArgument {
    case day
    case month
    case total

    var period: Budget.Period {
        switch self {
        case .day: .day
        case .month: .month
        case .total: .total
        }
    }
}
