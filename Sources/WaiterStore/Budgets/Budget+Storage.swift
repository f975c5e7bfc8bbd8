internal import WaiterConversation
internal import WaiterModels
internal import WaiterPlatform

extension Budget.Scope {
    /// The scope's kind and name, as used in the database and in JSON.
    var text: (kind: String, name: String) {
        switch self {
        case .all: ("all", "")
        case .profile(let name): ("profile", name)
        case .model(let name): ("model", name)
        case .tag(let name): ("tag", name)
        case .eachTag(let beginning): ("each tag", beginning)
        }
    }

    /// Creates a scope from its kind and name, or returns `nil` if this version does not recognize the kind.
    init?(kind: String, name: String) {
        switch kind {
        case "all": self = .all
        case "profile": self = .profile(name)
        case "model": self = .model(name)
        case "tag": self = .tag(name)
        case "each tag": self = .eachTag(name)
        default: return nil
        }
    }
}

extension Budget {
    /// The scope's kind and name in the database.
    var scopeText: (kind: String, name: String) { scope.text }

    static let columns = "id, scope, name, period, amount, is_soft, allows_unknown"

    /// Returns `columns` qualified with a table name, for statements that read several tables.
    static func columns(of table: String) -> String {
        columns.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
    }

    /// Creates a budget from the values of `columns` or returns `nil` if a newer version wrote the budget.
    ///
    /// - Parameters:
    ///   - row: A row.
    ///   - first: The index of the first of these columns in the row.
    init?(_ row: SQLiteRow, from first: Int32 = 0) {
        guard let period = Period(rawValue: row.text(first + 3)),
            let scope = Scope(kind: row.text(first + 1), name: row.text(first + 2))
        else { return nil }
        self.init(
            limit: Dollars(picodollars: row.integer(first + 4)),
            period: period,
            scope: scope,
            isSoft: row.bool(first + 5),
            allowsUnknownPrices: row.bool(first + 6)
        )
    }
}

extension Budget.Period {
    /// Returns the start of the period that contains a time, in milliseconds since 1970.
    func start(of time: Int64) -> Int64 {
        switch self {
        case .day: CivilDate(milliseconds: time).milliseconds
        case .month: CivilDate(milliseconds: time).startOfMonth.milliseconds
        case .total: 0
        }
    }

    /// Returns the end of the period with the given start, or `nil` if the period never ends.
    func end(from start: Int64) -> Int64? {
        switch self {
        case .day: start + 86_400_000
        case .month: CivilDate(milliseconds: start).startOfNextMonth.milliseconds
        case .total: nil
        }
    }
}
