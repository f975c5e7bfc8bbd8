/// The status of a call.
public enum CallStatus: String, Sendable, Hashable, Codable {
    /// The call is in progress, or its process exited before the call ended.
    case open
    /// The response was received completely.
    case complete
    /// The user or a lost connection ended the call early. The partial response is stored.
    case interrupted
    /// The call failed.
    case failed
}
