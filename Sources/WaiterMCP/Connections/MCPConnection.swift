internal import Waiter

/// A connection to a server, which carries messages and knows nothing of tools.
protocol MCPConnection: Sendable {
    /// Sends a request and returns the response.
    ///
    /// Cancelling the task tells the server that the response is no longer needed. `activity` receives a sign of life with
    /// each message that belongs to the request.
    ///
    /// - Throws: `MCPError` if there is no response; `CancellationError`.
    func send(_ request: RPCRequest, activity: Activity) async throws -> RPCResponse

    /// Sends a notification.
    func notify(_ method: String, _ params: JSONObject, era: ProtocolEra) async throws

    /// Ends the connection; a program is terminated if it does not exit by itself.
    func close() async

    /// Whether the connection can still carry requests.
    var isOpen: Bool { get }
}

/// Receives the notifications of a server.
typealias NotificationHandler = @Sendable (_ method: String, _ params: JSONObject) -> Void
