internal import CSQLite

/// What SQLite says went wrong, by its result code.
struct SQLiteError: Error, Sendable, CustomStringConvertible {
    /// The extended result code: https://sqlite.org/rescode.html
    let code: Int32
    /// SQLite's own words; they may name tables and columns, never values.
    let message: String

    /// The result code without its details.
    var primaryCode: Int32 { code & 0xFF }

    init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    /// The error of a connection's last call.
    init(_ connection: OpaquePointer?, code: Int32) {
        guard let connection else {
            self.init(code: code, message: String(cString: sqlite3_errstr(code)))
            return
        }
        let extended = sqlite3_extended_errcode(connection)
        self.init(
            code: extended & 0xFF == code & 0xFF ? extended : code,
            message: String(cString: sqlite3_errmsg(connection))
        )
    }

    /// The number and the words.
    var description: String { "SQLite \(code): \(message)" }
}
