internal import WaiterPlatform

/// A connection to a server. It must be used by only one thread at a time.
///
/// To support connection poolers, this type does not use named prepared statements. For the same reason, it changes
/// settings only for the duration of a transaction.
// The `Sendable` conformance is unchecked, because only the thread of the `PostgreSQLSession` uses the connection.
final class PostgreSQLConnection: @unchecked Sendable {
    private let library: LibPQ
    private let connection: LibPQ.Connection
    private let string: ConnectionString

    /// The oldest supported version. It is the first version that has `txid_status` and identity columns.
    private static let minimumVersion: Int32 = 100_000

    /// Connects to a server.
    ///
    /// - Throws: `PostgreSQLError` with code `.connection` or `.unsupported`.
    init(_ string: ConnectionString, _ library: LibPQ) throws {
        // Later values take precedence over earlier ones. The connection string is expanded at its position in the
        // list.
        var values: [(String, String)] = [
            ("fallback_application_name", "waiter"), ("keepalives_idle", "15"), ("keepalives_interval", "5"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
        ]
        if getenv("PGCONNECT_TIMEOUT") == nil { values.append(("connect_timeout", "10")) }
        values.append(("dbname", string.text))
        values.append(("client_encoding", "UTF8"))
        let opened = Self.withTexts(values.map(\.0)) { keywords in
            Self.withTexts(values.map(\.1)) { library.connect(keywords, $0, 1) }
        }
        guard let opened else { throw PostgreSQLError(.connection, "cannot connect to PostgreSQL (out of memory)") }
        (connection, self.library, self.string) = (opened, library, string)
        _ = library.setNoticeReceiver(opened, { _, _ in }, nil)
        guard library.status(opened) == 0 else {
            let message = library.errorMessage(opened).map { String(cString: $0) } ?? ""
            throw PostgreSQLError(.connection, "cannot connect to \(string) (\(string.masked(message)))")
        }
        guard library.serverVersion(opened) >= Self.minimumVersion else {
            throw PostgreSQLError(.unsupported, "PostgreSQL 10 or later is required")
        }
        let encoding = library.parameter(opened, "server_encoding").map { String(cString: $0) } ?? "UTF8"
        guard encoding == "UTF8" || encoding == "SQL_ASCII" else {
            throw PostgreSQLError(.unsupported, "the database has the encoding \(encoding); UTF8 is required")
        }
    }

    deinit { library.finish(connection) }

    /// Calls a closure with a null-terminated array of C strings.
    private static func withTexts<Value>(_ texts: [String], _ body: (LibPQ.TextList) -> Value) -> Value {
        let copies = texts.map { strdup($0) }
        let list = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: texts.count + 1)
        defer {
            for copy in copies { free(copy) }
            list.deallocate()
        }
        for (place, copy) in copies.enumerated() { list[place] = copy.map { UnsafePointer($0) } }
        list[texts.count] = nil
        return body(list)
    }

    // MARK: Queries

    /// Runs statements without parameters and returns the result of the last statement.
    @discardableResult
    func execute(_ sql: String) throws -> PostgreSQLResult {
        try checked(library.execute(connection, sql))
    }

    /// Runs a statement with parameters.
    @discardableResult
    func query(_ sql: String, _ parameters: PostgreSQLParameter...) throws -> PostgreSQLResult {
        let result = Self.withPointers(parameters.map(\.bytes)) { values in
            library.executeWithParameters(
                connection,
                sql,
                Int32(parameters.count),
                parameters.map(\.type),
                values,
                parameters.map(\.count),
                parameters.map { $0.isBinary ? 1 : 0 },
                0
            )
        }
        return try checked(result)
    }

    /// Calls a closure with pointers to values, without copying them.
    private static func withPointers<Value>(
        _ values: [[UInt8]?],
        _ body: (LibPQ.TextList?) -> Value
    ) -> Value {
        func next(_ rest: ArraySlice<[UInt8]?>, _ pointers: [UnsafePointer<CChar>?]) -> Value {
            guard let value = rest.first else { return pointers.withUnsafeBufferPointer { body($0.baseAddress) } }
            guard let value else { return next(rest.dropFirst(), pointers + [nil]) }
            return value.withUnsafeBytes { bytes in
                next(rest.dropFirst(), pointers + [bytes.baseAddress?.assumingMemoryBound(to: CChar.self)])
            }
        }
        return next(values[...], [])
    }

    private func checked(_ result: LibPQ.Result?) throws -> PostgreSQLResult {
        guard let result else { throw PostgreSQLError(.connection, disconnection) }
        let owner = PostgreSQLResult(result, library)
        // PGRES_COMMAND_OK and PGRES_TUPLES_OK
        let status = library.resultStatus(result)
        if status == 1 || status == 2 { return owner }
        guard let state = field("C", result) else { throw PostgreSQLError(.connection, disconnection) }
        // Only the primary message is used, because the detail of an error may contain row values.
        let message = string.masked(field("M", result) ?? "")
        throw PostgreSQLError(.query, "PostgreSQL reported: \(message) (\(state))", sqlState: state)
    }

    /// Returns the value of an error field. For the field identifiers, see
    /// https://www.postgresql.org/docs/current/protocol-error-fields.html
    private func field(_ code: Unicode.Scalar, _ result: LibPQ.Result) -> String? {
        library.resultField(result, Int32(code.value)).map { String(cString: $0) }
    }

    private var disconnection: String {
        let message = library.errorMessage(connection).map { String(cString: $0) } ?? ""
        return "lost the connection to \(string) (\(string.masked(message)))"
    }

    /// Whether the connection is open.
    var isOpen: Bool { library.status(connection) == 0 }

    // MARK: Transactions

    /// Begins a write transaction and returns its ID.
    func begin() throws -> String {
        // The commit is synced to disk, regardless of the server's default.
        try execute(
            """
            BEGIN ISOLATION LEVEL READ COMMITTED; \(Self.endsIdle); SET LOCAL synchronous_commit = on;
            SELECT txid_current()
            """
        ).first?.text(0) ?? ""
    }

    /// A statement that makes the server end the transaction if the client machine is no longer reachable.
    private static let endsIdle = "SET LOCAL idle_in_transaction_session_timeout = '60s'"

    func commit() throws { try execute("COMMIT") }

    func rollBack() {
        if isOpen { _ = try? execute("ROLLBACK") }
    }

    /// Calls a closure that reads from one snapshot.
    func reading<Value>(_ body: (PostgreSQLConnection) throws -> Value) throws -> Value {
        try execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \(Self.endsIdle)")
        do {
            let value = try body(self)
            try execute("COMMIT")
            return value
        } catch {
            rollBack()
            throw error
        }
    }

    /// The outcome of a transaction whose commit was not confirmed.
    enum Fate { case committed, aborted, pending }

    /// Returns the outcome of a transaction.
    func fate(of transaction: String) throws -> Fate {
        switch try query("SELECT txid_status($1::bigint)", .text(transaction)).first?.optionalText(0) {
        case "committed": .committed
        case "in progress": .pending
        default: .aborted
        }
    }
}
