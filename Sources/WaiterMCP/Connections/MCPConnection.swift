internal import Waiter

/// A connection that carries messages to and from a server. The connection does not interpret the contents of messages.
protocol MCPConnection: Sendable {
    /// Sends a request and returns the response.
    ///
    /// If the task is cancelled, the server is notified that the response is no longer needed. Each message about the
    /// request is recorded in `activity`.
    ///
    /// - Throws: `MCPError` if there is no response, or `CancellationError`.
    func send(_ request: RPCRequest, activity: Activity) async throws -> RPCResponse

    /// Sends a notification.
    func notify(_ method: String, _ params: JSONObject, era: ProtocolEra) async throws

    /// Ends the connection. A program that does not exit by itself is terminated.
    func close() async

    /// Whether the connection can still carry requests.
    var isOpen: Bool { get }
}

/// A closure that receives a server's notifications.
typealias NotificationHandler = @Sendable (_ method: String, _ params: JSONObject) -> Void
