/// A type that intercepts each attempt of every call, for example to add headers, or to record, sign, cache or mock requests.
///
/// The contract:
/// - It runs once per attempt, inside the retry loop: a retry passes through it again, with a higher `context.attempt`.
/// - It may change the request, and may call `next` once, several times, or not at all (returning its own response).
/// - It must not read the body of a response that it returns, since a body can be read only once. To inspect a body,
///   read it and return a response with a new body that has the same bytes.
/// - Its own errors reach the caller unchanged, and the call is not retried. An error thrown by `next` should be
///   rethrown unchanged, so that the call can be retried.
/// - It must respond to cancellation, which is also used to enforce deadlines.
/// - It runs with the task-local values of the task that makes the call, such as a trace or request ID.
///
/// The client's middleware runs in order, with the first one outermost, and before Waiter's own middleware, which adds
/// the idempotency key and the API key. Custom middleware never sees the API key.
public protocol ClientMiddleware: Sendable {
    /// Intercepts an attempt, usually passing it on to `next`.
    func intercept(
        _ request: TransportRequest,
        context: CallContext,
        next: @Sendable (TransportRequest) async throws -> TransportResponse
    ) async throws -> TransportResponse
}
