/// The source of an attempt's token counts.
public enum TokenSource: String, Codable, Sendable, Hashable {
    /// The server reported the counts.
    case told
    /// The counts are estimates. They were computed locally from the request and the received output, or the server
    /// reported them before the response was truncated.
    case estimated
    /// The counts are unknown.
    case unknown
    /// No tokens were used, because the server rejected the request.
    case none
}
