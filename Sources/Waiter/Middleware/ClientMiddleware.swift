/// A type that intercepts each attempt of every call. Middleware can, for example, add headers, or record, sign, cache
/// or mock requests.
///
/// The following rules apply to middleware:
/// - It runs once per attempt, inside the retry loop. A retry runs the middleware again, with a higher
///   `context.attempt`.
/// - It can change the request. It can call `next` once, several times, or not at all. If it does not call `next`, it
///   returns its own response.
/// - It must not read the body of a response that it returns, because a body can be read only once. To inspect a body,
///   read it and return a response with a new body that contains the same bytes.
/// - If it throws an error of its own, the caller receives the error unchanged, and the call is not retried. If `next`
///   throws an error, rethrow the error unchanged, so that the call can be retried.
/// - It must respond to cancellation, which is also used to enforce deadlines.
/// - It runs with the task-local values, such as a trace ID or request ID, of the task that makes the call.
///
/// The client's middleware runs in order, and the first middleware is the outermost. The client's middleware runs
/// before Waiter's own middleware, which adds the idempotency key and the API key. Custom middleware therefore never
/// sees the API key.
public protocol ClientMiddleware: Sendable {
    /// Intercepts an attempt and usually passes it on to `next`.
    func intercept(
        _ request: TransportRequest,
        context: CallContext,
        next: @Sendable (TransportRequest) async throws -> TransportResponse
    ) async throws -> TransportResponse
}
