internal import HTTPTypes

/// Adds the key, asked for anew on each attempt.
///
/// A header of the same name that the client's or the call's headers set, or removed, is left as it is.
struct AuthenticationMiddleware: ClientMiddleware {
    func intercept(
        _ request: TransportRequest,
        context: CallContext,
        next: @Sendable (TransportRequest) async throws -> TransportResponse
    ) async throws -> TransportResponse {
        guard let name = context.authentication.fieldName, let apiKey = context.apiKey,
            request.head.headerFields[name] == nil,
            !context.removedHeaders.contains(name.canonicalName)
        else { return try await next(request) }
        let secret = try await apiKey.resolve()
        if let defect = APIKey.defect(in: secret) {
            throw OpenAIError(.configuration, "the API key is unusable: \(defect)")
        }
        context.redactor.learn(secret)
        var request = request
        if let field = context.authentication.field(for: secret) { request.head.headerFields.append(field) }
        return try await next(request)
    }
}
