/// Where the token counts of an attempt come from.
public enum TokenSource: String, Codable, Sendable, Hashable {
    /// The server told them.
    case told
    /// They were counted here, by what was sent and what came, or told of an answer that then broke off.
    case estimated
    /// Nobody knows.
    case unknown
    /// There were none: the server refused the request.
    case none
}
