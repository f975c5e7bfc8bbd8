/// A type that records one attempt on behalf of a meter. The client reports the progress and the end of the attempt to
/// the record.
public protocol AttemptRecord: Sendable {
    /// Observes the progress of a streamed response.
    ///
    /// This method is called after each batch of elements, so it must be fast. Call `snapshot` only when you need the
    /// response, for example once per second.
    ///
    /// - Parameter snapshot: A closure that returns the response received so far.
    func progress(_ snapshot: () -> PartialResult)

    /// Records the end of the attempt. This method is called exactly once. The method can be called on any thread and
    /// must not block for long.
    func end(_ outcome: AttemptOutcome)
}

extension AttemptRecord {
    /// Does nothing.
    public func progress(_ snapshot: () -> PartialResult) {}
}
