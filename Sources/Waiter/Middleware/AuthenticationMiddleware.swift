internal import HTTPTypes

/// Adds the API key to each attempt. A key provider is called for each attempt.
///
/// The configuration and the options of a call take precedence if they set or remove the header.
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
            throw OpenAIError(.configuration, "the API key is invalid: \(defect)")
        }
        context.redactor.learn(secret)
        var request = request
        if let field = context.authentication.field(for: secret) { request.head.headerFields.append(field) }
        return try await next(request)
    }
}
