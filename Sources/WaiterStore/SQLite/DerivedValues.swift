/// A cache of values derived from rows that rarely change. The values are kept until another connection writes to the
/// file, or this connection changes the rows.
struct DerivedValues {
    /// The maximum number of cached values. Without a limit, a service with many users would cache all of its users'
    /// budgets.
    private static let limit = 1024

    private var values: [[String]: Any] = [:]
    /// The data version from which the values were derived: https://sqlite.org/pragma.html#pragma_data_version
    private var version: Int64?
    /// Whether `version` is the data version of the current transaction.
    private(set) var isCurrent = false

    /// Marks the start of a transaction. Other connections may have written since the previous transaction.
    mutating func startTransaction() { isCurrent = false }

    /// Sets the data version of the current transaction and drops all values derived from a different version.
    mutating func setVersion(_ current: Int64?) {
        if version != current || current == nil { values = [:] }
        (version, isCurrent) = (current, true)
    }

    /// Drops all values. Call this method if the underlying rows have changed, or if a change has been rolled back.
    mutating func removeAll() { values = [:] }

    subscript(key: [String]) -> Any? {
        get { values[key] }
        set {
            if values.count >= Self.limit { values = [:] }
            values[key] = newValue
        }
    }
}
