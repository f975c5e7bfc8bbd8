internal import WaiterPlatform

/// The functions of PostgreSQL's client library, which is loaded at run time.
///
/// The declarations follow https://www.postgresql.org/docs/current/libpq.html. libpq is not required at build time.
struct LibPQ: Sendable {
    /// A `PGconn *`.
    typealias Connection = OpaquePointer
    /// A `PGresult *`.
    typealias Result = OpaquePointer
    typealias Text = UnsafePointer<CChar>
    typealias TextList = UnsafePointer<UnsafePointer<CChar>?>
    typealias NoticeReceiver = @convention(c) (UnsafeMutableRawPointer?, Result?) -> Void

    /// A `PQconninfoOption`.
    struct Option {
        var keyword: Text?
        var environmentVariable: Text?
        var compiled: Text?
        var value: Text?
        var label: Text?
        var display: Text?
        var size: Int32
    }

    let connect: @convention(c) @Sendable (TextList, TextList, Int32) -> Connection?
    let status: @convention(c) @Sendable (Connection) -> Int32
    let errorMessage: @convention(c) @Sendable (Connection) -> Text?
    let parameter: @convention(c) @Sendable (Connection, Text) -> Text?
    let serverVersion: @convention(c) @Sendable (Connection) -> Int32
    let setNoticeReceiver:
        @convention(c) @Sendable (Connection, NoticeReceiver, UnsafeMutableRawPointer?) -> OpaquePointer?
    let finish: @convention(c) @Sendable (Connection) -> Void
    let execute: @convention(c) @Sendable (Connection, Text) -> Result?
    let executeWithParameters:
        @convention(c) @Sendable (
            Connection, Text, Int32, UnsafePointer<UInt32>?, TextList?, UnsafePointer<Int32>?, UnsafePointer<Int32>?,
            Int32
        ) -> Result?
    let resultStatus: @convention(c) @Sendable (Result) -> Int32
    let resultField: @convention(c) @Sendable (Result, Int32) -> Text?
    let rowCount: @convention(c) @Sendable (Result) -> Int32
    let isNull: @convention(c) @Sendable (Result, Int32, Int32) -> Int32
    let value: @convention(c) @Sendable (Result, Int32, Int32) -> UnsafePointer<UInt8>?
    let length: @convention(c) @Sendable (Result, Int32, Int32) -> Int32
    let affectedRows: @convention(c) @Sendable (Result) -> Text?
    let clear: @convention(c) @Sendable (Result) -> Void
    let parse: @convention(c) @Sendable (Text, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> OpaquePointer?
    let freeOptions: @convention(c) @Sendable (OpaquePointer) -> Void
    let freeMemory: @convention(c) @Sendable (UnsafeMutableRawPointer) -> Void

    /// Loads the library.
    ///
    /// - Parameter path: The path of the library, or `nil` to search for it.
    /// - Throws: `PostgreSQLError` with code `.libraryNotFound`.
    init(path: String?) throws {
        // The library stays loaded until the process exits.
        guard let library = (path.map { [$0] } ?? Self.paths).lazy.compactMap({ dlopen($0, RTLD_NOW) }).first else {
            throw PostgreSQLError(
                .libraryNotFound,
                "PostgreSQL's client library (libpq) was not found" + (path.map { " at \($0)" } ?? "")
                    + "; install it with: \(Self.installation)"
            )
        }
        func function<Function>(_ name: String) throws -> Function {
            guard let symbol = dlsym(library, name) else {
                throw PostgreSQLError(.libraryNotFound, "PostgreSQL's client library (libpq) has no function \(name)")
            }
            return unsafeBitCast(symbol, to: Function.self)
        }
        connect = try function("PQconnectdbParams")
        status = try function("PQstatus")
        errorMessage = try function("PQerrorMessage")
        parameter = try function("PQparameterStatus")
        serverVersion = try function("PQserverVersion")
        setNoticeReceiver = try function("PQsetNoticeReceiver")
        finish = try function("PQfinish")
        execute = try function("PQexec")
        executeWithParameters = try function("PQexecParams")
        resultStatus = try function("PQresultStatus")
        resultField = try function("PQresultErrorField")
        rowCount = try function("PQntuples")
        isNull = try function("PQgetisnull")
        value = try function("PQgetvalue")
        length = try function("PQgetlength")
        affectedRows = try function("PQcmdTuples")
        clear = try function("PQclear")
        parse = try function("PQconninfoParse")
        freeOptions = try function("PQconninfoFree")
        freeMemory = try function("PQfreemem")
    }

    /// The locations to search for the library: those that the dynamic linker searches and, on macOS, those used by
    /// Homebrew and Postgres.app.
    private static var paths: [String] {
        #if os(macOS)
            let name = "libpq.5.dylib"
            return [
                name, "/opt/homebrew/opt/libpq/lib/\(name)", "/usr/local/opt/libpq/lib/\(name)",
                "/opt/homebrew/lib/\(name)", "/usr/local/lib/\(name)", "/opt/local/lib/\(name)",
                "/Applications/Postgres.app/Contents/Versions/latest/lib/\(name)",
            ]
        #else
            return ["libpq.so.5"]
        #endif
    }

    /// The command that installs the library.
    private static var installation: String {
        #if os(macOS)
            "brew install libpq"
        #else
            "apt install libpq5"
        #endif
    }
}
