/// Waits for input that may never come: says so once, and gives up when the task is cancelled.
struct Patience {
    private let clock: CommandClock
    private var start: Duration?

    init(_ clock: CommandClock) {
        self.clock = clock
        start = clock.now()
    }

    /// Called whenever nothing has come for a moment.
    ///
    /// - Throws: `CancellationError`.
    mutating func wait(_ onSilence: () -> Void) throws {
        if Task.isCancelled { throw CancellationError() }
        if let start, clock.now() - start > .seconds(2) {
            self.start = nil
            onSilence()
        }
    }
}
