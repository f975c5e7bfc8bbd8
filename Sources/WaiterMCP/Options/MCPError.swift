/// An error from a Model Context Protocol server or from the connection to it.
public struct MCPError: Error, Sendable, Hashable {
    /// The kind of error. Later versions may add kinds.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case configuration, launchFailed, connection, exited, timeout, invalidMessage, tooLarge, unsupportedVersion
            case unauthorized, httpStatus, serverError, toolChanged, closed
        }

        private let kind: Kind

        private init(_ kind: Kind) { self.kind = kind }

        /// An address, header, name or limit is invalid.
        public static let configuration = Code(.configuration)
        /// The server's program could not be started.
        public static let launchFailed = Code(.launchFailed)
        /// The HTTP connection failed.
        public static let connection = Code(.connection)
        /// The server's program exited or closed its output.
        public static let exited = Code(.exited)
        /// The server did not respond in time.
        public static let timeout = Code(.timeout)
        /// The server sent an invalid protocol message.
        public static let invalidMessage = Code(.invalidMessage)
        /// The server sent more data or more tools than the limits allow.
        public static let tooLarge = Code(.tooLarge)
        /// There is no protocol version that both the client and the server support.
        public static let unsupportedVersion = Code(.unsupportedVersion)
        /// The server requires authentication (HTTP 401 or 403).
        public static let unauthorized = Code(.unauthorized)
        /// The server responded with an HTTP error other than 401 or 403; see `status`.
        public static let httpStatus = Code(.httpStatus)
        /// The server reported a JSON-RPC error; see `serverCode`.
        public static let serverError = Code(.serverError)
        /// A tool differs from its listed definition or is no longer offered.
        public static let toolChanged = Code(.toolChanged)
        /// The client was shut down.
        public static let closed = Code(.closed)

        /// The name of the code, such as `launchFailed`.
        public var description: String { kind.rawValue }
    }

    /// The kind of error.
    public var code: Code
    /// The name of the server.
    public var server: String
    /// A one-line description of the failure.
    public var message: String
    /// The HTTP status, if the code is `httpStatus` or `unauthorized`.
    public var status: Int?
    /// The JSON-RPC error code, if the code of this error is `serverError`.
    public var serverCode: Int?
    /// The end of the program's standard error, or an empty string if no such output is available.
    public var details: String

    /// Creates an error.
    public init(_ code: Code, server: String, _ message: String, details: String = "") {
        self.code = code
        self.server = server
        self.message = message
        self.details = details
    }
}

extension MCPError: CustomStringConvertible {
    /// A one-line description that includes the name of the server. The program's standard error is not included.
    public var description: String { "MCP server '\(server)': \(message)" }
}
