/// A type that observes the attempts of a call in addition to their meter.
protocol AttemptListener: Sendable {
    /// Records the start of an attempt.
    func noteAttempt()

    /// Records new elements of a stream.
    func received(chunks count: Int)

    /// Records the end of an attempt.
    func note(_ outcome: AttemptOutcome)
}
