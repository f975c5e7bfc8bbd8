internal import CSQLite

/// The columns of a row, passed as the arguments of an SQL function. They are valid only inside the closure that
/// receives them.
struct SQLiteArguments {
    let values: UnsafeMutablePointer<OpaquePointer?>

    func isNull(_ column: Int32) -> Bool { sqlite3_value_type(values[Int(column)]) == SQLITE_NULL }

    /// Returns an integer column, or 0 for NULL.
    func integer(_ column: Int32) -> Int64 { sqlite3_value_int64(values[Int(column)]) }

    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    /// Returns a text column, or an empty string for NULL.
    ///
    /// Invalid UTF-8 sequences are replaced with replacement characters.
    func text(_ column: Int32) -> String { withBytes(column) { String(decoding: $0, as: UTF8.self) } }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    /// Passes the bytes of a text or blob column to a closure without copying them. The bytes are valid only inside the
    /// closure.
    func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let start = sqlite3_value_blob(values[Int(column)])
        return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(values[Int(column)]))))
    }
}
