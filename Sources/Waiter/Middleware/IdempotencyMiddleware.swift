internal import HTTPTypes

/// Adds the idempotency key to every POST request, so that a server can recognize repeated requests.
struct IdempotencyMiddleware: ClientMiddleware {
    private static let name = HTTPField.Name("Idempotency-Key")

    func intercept(
        _ request: TransportRequest,
        context: CallContext,
        next: @Sendable (TransportRequest) async throws -> TransportResponse
    ) async throws -> TransportResponse {
        guard let name = Self.name, request.head.method == .post, request.head.headerFields[name] == nil,
            !context.removedHeaders.contains(name.canonicalName)
        else { return try await next(request) }
        var request = request
        request.head.headerFields[name] = context.idempotencyKey
        return try await next(request)
    }
}
