/// Waits for input that might never arrive. Reports once that it is waiting, and stops when the task is cancelled.
struct SilenceNotice {
    private let clock: CommandClock
    private var start: Duration?

    init(_ clock: CommandClock) {
        self.clock = clock
        start = clock.now()
    }

    /// Handles a poll interval in which no input arrived.
    mutating func wait(_ onSilence: () -> Void) throws {
        if Task.isCancelled { throw CancellationError() }
        if let start, clock.now() - start > .seconds(2) {
            self.start = nil
            onSilence()
        }
    }
}
