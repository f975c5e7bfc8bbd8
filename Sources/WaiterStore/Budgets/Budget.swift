public import WaiterModels

/// How much may be spent, on what, and in which time.
public struct Budget: Codable, Sendable, Hashable {
    /// Which calls a budget is for.
    public enum Scope: Sendable, Hashable {
        /// All of them.
        case all
        /// Those through one profile.
        case profile(String)
        /// Those of one model, its dated versions included.
        case model(String)
        /// Those with one tag.
        case tag(String)
        /// Those with any tag that begins like this, each such tag with the whole limit for itself: `user:` gives every user
        /// a budget of the same size.
        case eachTag(String)
    }

    /// The time after which a budget begins anew.
    public enum Period: String, Codable, Sendable, Hashable, CaseIterable {
        /// A day in UTC.
        case day
        /// A month in UTC.
        case month
        /// All time.
        case total
    }

    /// Which calls it is for.
    public var scope: Scope
    /// When it begins anew.
    public var period: Period
    /// The most that may be spent in a period.
    public var limit: Dollars
    /// Whether it only warns, at 50, 80 and 100 per cent, and refuses nothing.
    public var isSoft: Bool
    /// Whether a call may be sent of which nobody knows what it can cost; it is then counted by what is known of it.
    public var allowsUnknownPrices: Bool

    /// Makes a budget; a hard one for all calls unless something else is said.
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

    /// Whether a call is counted.
    func covers(profile: String, model: String, tags: [String]) -> Bool {
        !tagsCounted(profile: profile, model: model, tags: tags).isEmpty
    }

    /// The tags under which a call is counted: none if the budget does not cover it, and an empty one if the budget counts all
    /// its calls together.
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
    /// `the budget of $5.00 a month for profile 'work'`
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
