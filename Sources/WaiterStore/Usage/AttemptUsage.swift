internal import WaiterModels

/// An attempt's usage, status and kind of cost. The status and the kind are represented by numbers.
struct AttemptUsage {
    let sum: UsageSum
    let status: Int
    let costKind: Int

    /// Reads the usage of attempts from their rows.
    ///
    /// The usage is computed in Swift because SQLite would take longer. Even a condition on `status` would take longer
    /// in SQLite.
    struct Reader {
        /// The columns that `read` expects at the start of a row.
        static let columns = "status, cost_kind, cost, input, cached, output, reasoning"
        /// The index of the first column after those that `read` expects.
        static let end: Int32 = 7

        static let (complete, failed, open) = (0, 1, 2)
        static let (known, reported, estimated, unknown, free) = (0, 1, 2, 3, 4)

        private var statuses = TextNumbering(["complete", "failed", "open"])
        private var costKinds = TextNumbering(["known", "reported", "estimated", "unknown", "free"])

        /// Returns the usage of an attempt, or `nil` if the attempt is in progress. The usage is the same as the usage
        /// that `AttemptTable.sums` computes.
        mutating func read(_ row: SQLiteArguments) -> AttemptUsage? {
            let status = statuses.number(of: 0, in: row)
            if status == Self.open { return nil }
            let costKind = costKinds.number(of: 1, in: row)
            func count(_ column: Int32) -> Int { Int(clamping: row.integer(column)) }
            var sum = UsageSum()
            (sum.calls, sum.failed) = (1, status == Self.failed ? 1 : 0)
            (sum.input, sum.cached, sum.output, sum.reasoning) = (count(3), count(4), count(5), count(6))
            switch costKind {
            case Self.known, Self.reported: sum.known = Dollars(picodollars: row.integer(2))
            case Self.estimated: (sum.estimated, sum.estimatedCalls) = (Dollars(picodollars: row.integer(2)), 1)
            case Self.unknown: sum.unknownCalls = 1
            default: break
            }
            return AttemptUsage(sum: sum, status: status, costKind: costKind)
        }
    }
}
