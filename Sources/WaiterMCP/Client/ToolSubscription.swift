internal import Waiter

/// A subscription to changes in a server's tools. The stateless protocol reports such changes only to subscribers.
///
/// The subscription is a request that remains open. When the server responds to the request, the subscription ends. A
/// subscription that has ended is not renewed. From then on, changes are detected by requesting the tool list again
/// when the list exceeds its maximum age.
struct ToolSubscription: Sendable {
    static let acknowledgement = "notifications/subscriptions/acknowledged"

    private let listener: Task<Void, Never>

    /// Subscribes and waits until the server has acknowledged the subscription or the time limit has expired. The
    /// acknowledgment finishes the `acknowledged` stream. After the acknowledgment, no change is missed.
    static func begin(
        over connection: any MCPConnection,
        request: RPCRequest,
        clock: CallClock,
        acknowledged: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation),
        limit: Duration
    ) async -> ToolSubscription {
        let listener = Task {
            _ = try? await connection.send(request, activity: Activity(clock))
            acknowledged.continuation.finish()
        }
        let stream = acknowledged.stream
        try? await ActivityDeadline.run(
            clock,
            limit: limit,
            error: { _ in MCPError(.timeout, server: "", "the subscription was not acknowledged") },
            { for await _ in stream {} }
        )
        return ToolSubscription(listener: listener)
    }

    func cancel() { listener.cancel() }
}
