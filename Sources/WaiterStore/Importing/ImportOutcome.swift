/// What became of a conversation that was to be imported.
public enum ImportOutcome: Sendable, Hashable {
    /// It is new, with so many messages.
    case added(messages: Int)
    /// It was there, and has got so many messages that it had not.
    case grown(messages: Int)
    /// It was there with all that it says.
    case known
}
