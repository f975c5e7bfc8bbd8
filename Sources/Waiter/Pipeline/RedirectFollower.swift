/// Follows the redirects of an attempt, up to a limit.
struct RedirectFollower {
    private static let limit = 5
    private var count = 0

    /// Returns the request to send to the new location, or `nil` if the response is not a redirect.
    ///
    /// - Throws: `OpenAIError` with code `.invalidResponse` for a redirect to another origin, a redirect loop, or a
    ///   redirect that would resend a body that is not replayable.
    mutating func target(of response: TransportResponse, from request: TransportRequest) throws -> TransportRequest? {
        guard let target = try Redirect.target(of: response.head, from: request) else { return nil }
        count += 1
        guard count <= Self.limit else { throw OpenAIError(.invalidResponse, "redirect loop") }
        if let stream = target.stream, !stream.isReplayable {
            throw OpenAIError(
                .invalidResponse,
                "the server redirected an upload that cannot be sent again; set the base URL to the new address"
            )
        }
        return target
    }
}
