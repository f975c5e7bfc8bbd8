/// The result of a query.
final class PostgreSQLResult {
    private let library: LibPQ
    private let result: LibPQ.Result
    /// The number of rows returned.
    let count: Int

    init(_ result: LibPQ.Result, _ library: LibPQ) {
        (self.result, self.library) = (result, library)
        count = Int(library.rowCount(result))
    }

    deinit { library.clear(result) }

    /// The number of rows that a statement changed.
    var changedRows: Int { library.affectedRows(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// Returns the results of calling a closure with each row.
    func map<Value>(_ convert: (Row) throws -> Value) rethrows -> [Value] {
        try (0..<count).map { try convert(Row(result: self, number: Int32($0))) }
    }

    /// The first row, or `nil` if the result is empty.
    var first: Row? { count > 0 ? Row(result: self, number: 0) : nil }

    /// A row of a result.
    struct Row {
        fileprivate let result: PostgreSQLResult
        fileprivate let number: Int32

        func bytes(_ column: Int32) -> [UInt8] {
            let (library, pointer) = (result.library, result.result)
            guard let value = library.value(pointer, number, column) else { return [] }
            return Array(UnsafeBufferPointer(start: value, count: Int(library.length(pointer, number, column))))
        }

        func optionalText(_ column: Int32) -> String? {
            guard result.library.isNull(result.result, number, column) == 0 else { return nil }
            return String(decoding: bytes(column), as: UTF8.self)
        }

        func text(_ column: Int32) -> String { optionalText(column) ?? "" }

        func optionalInteger(_ column: Int32) -> Int64? { optionalText(column).flatMap { Int64($0) } }

        func integer(_ column: Int32) -> Int64 { optionalInteger(column) ?? 0 }

        /// Returns whether a Boolean column is `true`.
        func isTrue(_ column: Int32) -> Bool { optionalText(column) == "t" }
    }
}
