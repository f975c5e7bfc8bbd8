/// A meter's record of one attempt. The record is notified of the attempt's progress and end.
public protocol AttemptRecord: Sendable {
    /// Observes the progress of a streamed response.
    ///
    /// This method is called after each batch of elements and must be inexpensive. Take the snapshot only when you need
    /// it, for example once per second.
    ///
    /// - Parameter snapshot: A closure that returns the response received so far.
    func progress(_ snapshot: () -> PartialResult)

    /// Records the end of the attempt. This method is called once. It can be called on any thread, and must not block
    /// for long.
    func end(_ outcome: AttemptOutcome)
}

extension AttemptRecord {
    /// Does nothing.
    public func progress(_ snapshot: () -> PartialResult) {}
}
