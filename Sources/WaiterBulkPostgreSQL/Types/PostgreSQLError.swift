/// An error from a queue in a PostgreSQL database.
public struct PostgreSQLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case libraryNotFound, invalidConnectionString, connection, unsupported, query
        }
        private let kind: Kind

        /// PostgreSQL's client library, libpq, is not installed.
        public static let libraryNotFound = Code(kind: .libraryNotFound)
        /// The connection string is malformed.
        public static let invalidConnectionString = Code(kind: .invalidConnectionString)
        /// The server could not be reached, refused the connection, or closed it.
        public static let connection = Code(kind: .connection)
        /// The database has an unsupported version, encoding or schema.
        public static let unsupported = Code(kind: .unsupported)
        /// The server rejected a query. See `PostgreSQLError.sqlState`.
        public static let query = Code(kind: .query)

        /// The name of the code.
        public var description: String { kind.rawValue }
    }

    /// The kind of error.
    public let code: Code
    /// A one-line description that contains no passwords and no part of a request or response.
    public let message: String
    /// The five-character SQLSTATE of the server's error, or `nil` if the server did not report an SQLSTATE.
    public let sqlState: String?

    package init(_ code: Code, _ message: String, sqlState: String? = nil) {
        (self.code, self.message, self.sqlState) = (code, message, sqlState)
    }

    /// The code and the message on one line.
    public var description: String { "\(code): \(message)" }
}

extension PostgreSQLError {
    /// Whether the error was caused by a conflict with another transaction, in which case the transaction can be
    /// retried immediately.
    var isConflict: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// Whether the server's disk is full.
    var isDiskFull: Bool { sqlState == "53100" }

    /// Whether the connection was lost, or the server is starting, shutting down or out of connections.
    ///
    /// The error classes are listed at https://www.postgresql.org/docs/current/errcodes-appendix.html
    var isDisconnection: Bool {
        guard let sqlState else { return code == .connection }
        return sqlState.hasPrefix("08") || sqlState.hasPrefix("57P") || sqlState == "53300" || sqlState == "25P03"
    }
}
