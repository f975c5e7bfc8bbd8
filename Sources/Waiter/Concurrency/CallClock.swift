/// An injected clock whose instants are durations since the client was created.
package struct CallClock: Sendable {
    /// The time since the start.
    package let now: @Sendable () -> Duration
    /// Sleeps until the given time since the start, or throws `CancellationError` if the task is cancelled.
    package let sleep: @Sendable (_ until: Duration) async throws -> Void

    package init(_ clock: some Clock<Duration>) {
        // Every call reads the clock several times, which is faster if the clock's type is known.
        if let clock = clock as? ContinuousClock {
            self.init(known: clock)
        } else {
            self.init(known: clock)
        }
    }

    private init(known clock: some Clock<Duration>) {
        let start = clock.now
        now = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
    }
}

/// A marker for sleeps that monitor deadlines, so that a test clock can distinguish them from pauses.
package enum DeadlineWatch {
    /// Whether the current task is sleeping until a deadline.
    @TaskLocal package static var isSleeping = false
}
