internal import CSQLite

/// A value that can be bound to a `?` in a statement.
package protocol SQLiteBindable {
    /// Binds the value to the parameter at a one-based index and returns SQLite's result code.
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32
}

extension Int: SQLiteBindable {
    package func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        sqlite3_bind_int64(statement, place, Int64(self))
    }
}

extension Int64: SQLiteBindable {
    package func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        sqlite3_bind_int64(statement, place, self)
    }
}

extension Bool: SQLiteBindable {
    package func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        sqlite3_bind_int(statement, place, self ? 1 : 0)
    }
}

extension String: SQLiteBindable {
    package func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else {
                    return waiter_sqlite_bind_text(statement, place, "", 0)
                }
                return waiter_sqlite_bind_text(statement, place, start, UInt64(characters.count))
            }
        }
    }
}

extension [UInt8]: SQLiteBindable {
    package func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        withUnsafeBytes { waiter_sqlite_bind_blob(statement, place, $0.baseAddress, UInt64($0.count)) }
    }
}

extension Optional: SQLiteBindable where Wrapped: SQLiteBindable {
    package func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        self?.bind(to: statement, at: place) ?? sqlite3_bind_null(statement, place)
    }
}
