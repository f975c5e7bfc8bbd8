/// Measures an answer, from the call to its first text and to its end: the one clock of `-u` and of the record.
package struct Stopwatch: Sendable {
    private let clock: CommandClock
    private let start: Duration
    /// From the call until the first text that is not empty; nil before, and for an answer that arrives whole.
    package private(set) var firstText: Duration?

    /// Starts it.
    package init(_ clock: CommandClock) {
        self.clock = clock
        start = clock.now()
    }

    /// From the call until now.
    package var elapsed: Duration { clock.now() - start }

    /// Notes that text has come; the first time counts.
    package mutating func noteText() {
        if firstText == nil { firstText = elapsed }
    }
}
