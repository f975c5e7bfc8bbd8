/// What a meter keeps of one attempt, to be told how it ended.
public protocol AttemptRecord: Sendable {
    /// Notes the end; called once, on whatever thread the call ends, and must not block for long.
    func end(_ outcome: AttemptOutcome)
}
