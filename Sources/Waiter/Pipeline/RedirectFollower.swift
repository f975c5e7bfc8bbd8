/// Follows the redirects of one attempt, a bounded number of them.
struct RedirectFollower {
    private static let limit = 5
    private var count = 0

    /// Returns the request to send instead; nil when the response is no redirect.
    ///
    /// - Throws: `OpenAIError` with code `.invalidResponse` for a redirect to another origin, a loop, and a redirect that would
    ///   send again a body that cannot be replayed.
    mutating func target(of response: TransportResponse, from request: TransportRequest) throws -> TransportRequest? {
        guard let target = try Redirect.target(of: response.head, from: request) else { return nil }
        count += 1
        guard count <= Self.limit else { throw OpenAIError(.invalidResponse, "redirect loop") }
        if let stream = target.stream, !stream.isReplayable {
            throw OpenAIError(
                .invalidResponse,
                "the server redirects an upload that can be sent only once; use the new address as the base URL"
            )
        }
        return target
    }
}
