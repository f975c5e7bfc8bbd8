/// What carries requests to a server: the seam for tests, recorders and other HTTP stacks.
///
/// A transport sends one request and returns the head of its response as soon as that has arrived, whatever its status,
/// with a body that is still to be read. It does not retry, follow redirects or keep cookies. It honours cancellation of
/// the task that calls it: by deadlines as well as by callers. What it throws reaches the caller unchanged, but for
/// `TransportError`, which becomes an `OpenAIError` with code `.connection` and may be retried.
public protocol Transport: Sendable {
    /// Sends one request and waits for the head of its response.
    ///
    /// - Parameters:
    ///   - request: The request, ready to be sent.
    ///   - progress: Told when a connection is waited for, being made, and standing, so that deadlines can be kept.
    func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse

    /// Whether `send` never blocks its thread, so that it may run on an event loop.
    var neverBlocks: Bool { get }

    /// Lets requests in flight end until the deadline, then cancels them, and closes all connections.
    func shutdown(gracePeriod: Duration) async
}

extension Transport {
    /// False, so that a transport may block.
    public var neverBlocks: Bool { false }

    /// Does nothing, for transports that own nothing.
    public func shutdown(gracePeriod: Duration) async {}
}
