/// Measures the time from the start of a call to its first text and to its end, for both `-u` and the ledger.
package struct Stopwatch: Sendable {
    private let clock: CommandClock
    private let start: Duration
    /// The time from the call to the first non-empty text, or `nil` if no text has been received yet or the answer is
    /// not streamed.
    package private(set) var firstText: Duration?

    /// Starts the stopwatch.
    package init(_ clock: CommandClock) {
        self.clock = clock
        start = clock.now()
    }

    /// The time since the call started.
    package var elapsed: Duration { clock.now() - start }

    /// Records that text was received. Only the first call has an effect.
    package mutating func noteText() {
        if firstText == nil { firstText = elapsed }
    }
}
