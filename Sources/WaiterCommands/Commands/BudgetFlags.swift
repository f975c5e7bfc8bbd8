package import ArgumentParser
package import WaiterModels
package import WaiterStore

/// Flags that identify a budget.
package struct BudgetFlags: ParsableArguments {
    @Option(name: .customLong("per"), help: "When it begins anew: each day or month in UTC, or never.")
    package var period: PeriodChoice = .month

    @Option(name: [.customShort("P"), .long], help: "Only for calls through this profile.")
    package var profile: String?

    @Option(name: .shortAndLong, help: "Only for calls of this model, its dated versions included.")
    package var model: String?

    @Option(
        help: ArgumentHelp(
            "Only for calls with this tag; with an asterisk at its end, for each tag that begins like this on its own.",
            valueName: "name"
        )
    )
    package var tag: String?

    @Flag(help: "Refuse nothing, only warn at 50, 80 and 100 per cent.")
    package var soft = false

    package init() {}

    package func validate() throws {
        let given = [profile, model, tag].compactMap { $0 }
        if given.count > 1 { throw ValidationError("-P, -m and --tag cannot be combined") }
        if given.contains("") { throw ValidationError("the profile, model or tag of a budget must not be empty") }
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
