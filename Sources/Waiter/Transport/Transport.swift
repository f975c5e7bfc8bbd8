/// An HTTP stack that sends requests. Implement this protocol to write tests or a recorder, or to use a different HTTP
/// stack.
///
/// A transport sends a request and returns as soon as the response head has been received, regardless of the response's
/// status. The body is still unread at that point. A transport does not retry, follow redirects or store cookies. It
/// must respond to cancellation of the calling task, because deadlines are enforced by cancellation. Errors propagate
/// to the caller unchanged, except for `TransportError`. The client converts a `TransportError` to an `OpenAIError`
/// with code `.connection`, and may retry the request.
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

    /// Waits up to the grace period for requests in progress to end. Then cancels the remaining requests and closes all
    /// connections.
    func shutdown(gracePeriod: Duration) async
}

extension Transport {
    /// Whether `send` never blocks. The default is `false`.
    public var neverBlocks: Bool { false }

    /// Does nothing. This is the default for transports without resources.
    public func shutdown(gracePeriod: Duration) async {}
}
