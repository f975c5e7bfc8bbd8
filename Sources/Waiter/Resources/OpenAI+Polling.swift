internal import WaiterPlatform

extension OpenAI {
    /// Retrieves an object repeatedly until it is finished.
    ///
    /// - Parameters:
    ///   - policy: The polling intervals and the deadline.
    ///   - subject: The name of the object, used in the message of a timeout error.
    ///   - retrieve: A closure that retrieves the object.
    ///   - isFinished: A closure that returns whether an object is finished.
    /// - Returns: The finished object.
    /// - Throws: `OpenAIError` with code `.timeout` if the deadline passes, or `CancellationError` if the task is
    ///   cancelled. Errors thrown by `retrieve` are rethrown.
    nonisolated(nonsending) func poll<Value>(
        _ policy: PollingPolicy,
        _ subject: String,
        retrieve: nonisolated(nonsending) () async throws -> Value,
        isFinished: (Value) throws -> Bool
    ) async throws -> Value {
        var timer = PollingTimer(policy, clock: configuration.clock)
        while true {
            let value = try await retrieve()
            if try isFinished(value) { return value }
            try await timer.wait(for: subject)
        }
    }
}

/// A timer for the pauses between polling requests.
struct PollingTimer: Sendable {
    // This minimum prevents requests from being sent without a pause if the interval is zero.
    private static let shortest = Duration.milliseconds(10)

    private let policy: PollingPolicy
    private let clock: CallClock
    private var interval: Duration

    init(_ policy: PollingPolicy, clock: some Clock<Duration>) {
        self.policy = policy
        self.clock = CallClock(clock)
        interval = max(Self.shortest, policy.interval)
    }

    /// Resets the next pause to the initial interval.
    mutating func restart() {
        interval = max(Self.shortest, policy.interval)
    }

    /// Sleeps until the next request.
    ///
    /// - Throws: `OpenAIError` with code `.timeout` if the request would be sent after the deadline, or
    ///   `CancellationError` if the task is cancelled.
    mutating func wait(for subject: String) async throws {
        let next = clock.now() + interval
        if let deadline = policy.deadline, next > deadline {
            throw OpenAIError(.timeout, "timed out after \(deadline.shortText) waiting for \(subject)")
        }
        try await clock.sleep(next)
        interval = min(interval * 2, max(Self.shortest, policy.maxInterval))
    }
}
