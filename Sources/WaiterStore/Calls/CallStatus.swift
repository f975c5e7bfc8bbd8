/// How a call ended.
public enum CallStatus: String, Sendable, Hashable, Codable {
    /// It was sent and has not ended, or the process that sent it is gone.
    case open
    /// The whole answer came.
    case complete
    /// The user, or a lost connection, ended it early; what came is kept.
    case interrupted
    /// It failed.
    case failed
}
