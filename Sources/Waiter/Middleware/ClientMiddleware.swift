/// Code that intercepts each attempt of every call, for example to add headers, record, sign, cache, or mock responses.
///
/// The contract:
/// - It runs once per attempt, inside the retry loop: a retried call passes through it again, `context.attempt` counting.
/// - It may change the request, and it may call `next` never (and answer by itself), once, or several times.
/// - It must not read the body of a response that it returns, since a body can be read once; to look at one, read it and
///   return a response with a new body of the same bytes.
/// - What it throws by itself reaches the caller unchanged and is not retried. An error of `next` should be passed on as
///   it is, so that it can be.
/// - It must honour cancellation, by which deadlines work too.
/// - It runs with the task-local values of the task that makes the call, such as a trace or a request's ID.
///
/// The client's middlewares run in order, the first one outermost, before Waiter's own, which add the idempotency key
/// and the API key. They never see the API key.
public protocol ClientMiddleware: Sendable {
    /// Intercepts an attempt, usually passing it on to `next`.
    func intercept(
        _ request: TransportRequest,
        context: CallContext,
        next: @Sendable (TransportRequest) async throws -> TransportResponse
    ) async throws -> TransportResponse
}
