/// An HTTP stack that sends requests. Implement this protocol to replace the network in tests, to record requests, or
/// to use a different HTTP stack.
///
/// A transport sends a request and returns as soon as the response head has been received, regardless of the response's
/// status. The body is still unread at that point. A transport does not retry, follow redirects or store cookies. A
/// transport must respond to cancellation of the calling task, because the client enforces deadlines by cancelling that
/// task. Errors propagate to the caller unchanged, except for `TransportError`. The client converts a `TransportError`
/// to an `OpenAIError` with code `.connection`, and may retry the request.
public protocol Transport: Sendable {
    /// Sends a request and waits for the response head.
    ///
    /// - Parameters:
    ///   - request: The request to send.
    ///   - progress: The receiver of progress reports, which determine the applicable deadlines.
    /// - Returns: The response head with an unread body.
    /// - Throws: `TransportError` if the connection failed, `RequestBodyFailure` if the request body could not be read,
    ///   or `CancellationError` if the task is cancelled.
    func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse

    /// Whether `send` never blocks its thread. If so, the client may call `send` on an event loop.
    var neverBlocks: Bool { get }

    /// Waits for requests in progress to end, but no longer than the grace period. Then cancels any remaining requests
    /// and closes all connections.
    func shutdown(gracePeriod: Duration) async
}

extension Transport {
    /// Whether `send` never blocks. The default is `false`.
    public var neverBlocks: Bool { false }

    /// Does nothing. This default implementation is sufficient for transports that hold no resources.
    public func shutdown(gracePeriod: Duration) async {}
}
