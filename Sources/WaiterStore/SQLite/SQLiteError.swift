internal import CSQLite

/// An error reported by SQLite.
package struct SQLiteError: Error, Sendable, CustomStringConvertible {
    /// The extended result code: https://sqlite.org/rescode.html
    package let code: Int32
    /// SQLite's error message, which may contain names of tables and columns, but never values.
    package let message: String

    /// The primary result code.
    package var primaryCode: Int32 { code & 0xFF }

    package init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    /// Creates an error from the last call on a connection.
    package init(_ connection: OpaquePointer?, code: Int32) {
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

    /// The result code and the message.
    package var description: String { "SQLite \(code): \(message)" }
}
