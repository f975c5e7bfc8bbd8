internal import WaiterConversation
internal import WaiterModels
internal import WaiterPlatform

extension Budget {
    /// The scope's word and name in the database.
    var scopeText: (kind: String, name: String) {
        switch scope {
        case .all: ("all", "")
        case .profile(let name): ("profile", name)
        case .model(let name): ("model", name)
        case .tag(let name): ("tag", name)
        case .eachTag(let beginning): ("each tag", beginning)
        }
    }

    static let columns = "id, scope, name, period, amount, is_soft, allows_unknown"

    /// Reads a row of `columns`; nil for one that a newer version has written.
    init?(_ row: SQLiteRow) {
        let name = row.text(2)
        guard let period = Period(rawValue: row.text(3)) else { return nil }
        let scope: Scope
        switch row.text(1) {
        case "all": scope = .all
        case "profile": scope = .profile(name)
        case "model": scope = .model(name)
        case "tag": scope = .tag(name)
        case "each tag": scope = .eachTag(name)
        default: return nil
        }
        self.init(
            limit: Dollars(picodollars: row.integer(4)),
            period: period,
            scope: scope,
            isSoft: row.bool(5),
            allowsUnknownPrices: row.bool(6)
        )
    }
}

extension Budget.Period {
    /// When the period of a time began, in milliseconds since 1970.
    func start(of time: Int64) -> Int64 {
        switch self {
        case .day: CivilDate(milliseconds: time).milliseconds
        case .month: CivilDate(milliseconds: time).startOfMonth.milliseconds
        case .total: 0
        }
    }

    /// When the period that began so is over; nil for never.
    func end(from start: Int64) -> Int64? {
        switch self {
        case .day: start + 86_400_000
        case .month: CivilDate(milliseconds: start).startOfNextMonth.milliseconds
        case .total: nil
        }
    }
}
