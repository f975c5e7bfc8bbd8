internal import CSQLite

/// The current row of a statement, valid only inside the closure that receives it.
package struct SQLiteRow {
    package let statement: OpaquePointer

    package func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// Returns an integer column, or 0 for NULL.
    package func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    package func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    package func bool(_ column: Int32) -> Bool { integer(column) != 0 }

    /// Returns a text column, or an empty string for NULL.
    ///
    /// Invalid UTF-8 sequences are replaced with replacement characters.
    package func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    package func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    /// Returns the bytes of a text or blob column, or no bytes for NULL.
    package func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }

    /// Passes the bytes of a blob column to a closure without copying them. The bytes are valid only inside the
    /// closure.
    func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let start = sqlite3_column_blob(statement, column)
        return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }

    /// Returns a blob column as an array of numbers in native byte order, or `nil` if its size is not a multiple of the
    /// element size.
    ///
    /// SQLite's memory may not be aligned for the number type, so the numbers are copied.
    func numbers<Number: BitwiseCopyable>(_ column: Int32, as type: Number.Type) -> [Number]? {
        withBytes(column) { bytes in
            let (count, rest) = bytes.count.quotientAndRemainder(dividingBy: MemoryLayout<Number>.stride)
            guard rest == 0 else { return nil }
            return [Number](unsafeUninitializedCapacity: count) { numbers, initialized in
                UnsafeMutableRawBufferPointer(numbers).copyMemory(from: bytes)
                initialized = count
            }
        }
    }

    package func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }
}
