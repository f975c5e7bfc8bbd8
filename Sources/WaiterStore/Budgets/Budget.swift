public import WaiterModels

/// A limit on the cost of some or all calls in a period.
public struct Budget: Codable, Sendable, Hashable {
    /// The calls to which a budget applies.
    public enum Scope: Sendable, Hashable {
        /// All calls.
        case all
        /// Calls that use a profile.
        case profile(String)
        /// Calls to a model, including its dated versions.
        case model(String)
        /// Calls with a tag.
        case tag(String)
        /// Calls with any tag that has this prefix.
        ///
        /// The full limit applies separately to each tag. For example, the prefix `user:` gives every user a budget of
        /// the same size.
        case eachTag(String)
    }

    /// The interval after which a budget resets.
    public enum Period: String, Codable, Sendable, Hashable, CaseIterable {
        /// A day in UTC.
        case day
        /// A month in UTC.
        case month
        /// All time.
        case total
    }

    /// The calls to which the budget applies.
    public var scope: Scope
    /// The interval after which the budget resets.
    public var period: Period
    /// The maximum amount to spend per period.
    public var limit: Dollars
    /// Whether the budget is soft. A soft budget sends notices at 50, 80 and 100 percent, but never causes a call to be
    /// rejected.
    public var isSoft: Bool
    /// Whether calls with an unknown maximum cost are allowed.
    ///
    /// If so, only the known part of their cost is counted.
    public var allowsUnknownPrices: Bool

    /// Creates a budget.
    public init(
        limit: Dollars,
        period: Period,
        scope: Scope = .all,
        isSoft: Bool = false,
        allowsUnknownPrices: Bool = false
    ) {
        self.scope = scope
        self.period = period
        self.limit = limit
        self.isSoft = isSoft
        self.allowsUnknownPrices = allowsUnknownPrices
    }

    /// Returns whether the budget applies to a call.
    func covers(profile: String, model: String, tags: [String]) -> Bool {
        !tagsCounted(profile: profile, model: model, tags: tags).isEmpty
    }

    /// Returns the tags under which the budget counts a call.
    ///
    /// The set is empty if the budget does not apply to the call. It contains only an empty tag if the budget counts
    /// all of its calls together.
    func tagsCounted(profile: String, model: String, tags: [String]) -> Set<String> {
        let covers =
            switch scope {
            case .all: true
            case .profile(let name): name == profile
            case .model(let name):
                Cost.Basis(asked: name, served: model, entry: nil, usesServed: false).relation != .other
            case .tag(let name): tags.contains(name)
            case .eachTag: false
            }
        if case .eachTag(let beginning) = scope { return Set(tags.filter { $0.utf8.starts(with: beginning.utf8) }) }
        return covers ? [""] : []
    }
}

extension Budget: CustomStringConvertible {
    /// A description such as `the budget of $5.00 a month for profile 'work'`.
    public var description: String {
        let time =
            switch period {
            case .day: " a day"
            case .month: " a month"
            case .total: " in total"
            }
        let who =
            switch scope {
            case .all: ""
            case .profile(let name): " for profile '\(name)'"
            case .model(let name): " for model '\(name)'"
            case .tag(let name): " for tag '\(name)'"
            case .eachTag(let beginning): " for each tag '\(beginning)*'"
            }
        return "the \(isSoft ? "soft " : "")budget of \(limit)\(time)\(who)"
    }
}
