/// A meter's record of one attempt, which is notified of its progress and its end.
public protocol AttemptRecord: Sendable {
    /// Observes a streamed response as it grows.
    ///
    /// Called after each batch of elements, so it must be cheap: take the snapshot only when it is used, for instance once
    /// a second.
    ///
    /// - Parameter snapshot: Makes the response so far.
    func progress(_ snapshot: () -> PartialResult)

    /// Records the end; called once, on whatever thread the call ends, and must not block for long.
    func end(_ outcome: AttemptOutcome)
}

extension AttemptRecord {
    /// Does nothing.
    public func progress(_ snapshot: () -> PartialResult) {}
}
