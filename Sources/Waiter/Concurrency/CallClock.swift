/// A clock that can be injected for tests. Its instants are durations since the client was created.
package struct CallClock: Sendable {
    /// The duration since the client was created.
    package let now: @Sendable () -> Duration
    /// Sleeps until the given instant. Throws `CancellationError` if the task is cancelled.
    package let sleep: @Sendable (_ until: Duration) async throws -> Void

    package init(_ clock: some Clock<Duration>) {
        // Every API call reads the clock several times. Reading it is faster if its type is statically known.
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

/// A marker for sleeps that end at a deadline. A test clock uses the marker to distinguish these sleeps from pauses.
package enum DeadlineWatch {
    /// Whether the current task is sleeping until a deadline.
    @TaskLocal package static var isSleeping = false
}
