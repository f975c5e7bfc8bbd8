internal import WaiterPlatform

extension OpenAI {
    /// Retrieves an object until it is finished.
    ///
    /// - Parameters:
    ///   - policy: The intervals and the deadline.
    ///   - subject: The object, for the message of a timeout.
    ///   - retrieve: A closure that retrieves the object.
    ///   - isFinished: Whether an object is finished.
    /// - Returns: The finished object.
    /// - Throws: `OpenAIError` with code `.timeout` after the deadline; errors of `retrieve`; `CancellationError` if the
    ///   task is cancelled.
    func poll<Value>(
        _ policy: PollingPolicy,
        _ subject: String,
        retrieve: () async throws -> Value,
        isFinished: (Value) throws -> Bool
    ) async throws -> Value {
        let clock = CallClock(configuration.clock)
        // An interval of zero would send requests without a pause.
        let shortest = Duration.milliseconds(10)
        var interval = max(shortest, policy.interval)
        while true {
            let value = try await retrieve()
            if try isFinished(value) { return value }
            let next = clock.now() + interval
            if let deadline = policy.deadline, next > deadline {
                throw OpenAIError(.timeout, "\(subject) did not finish within \(deadline.shortText)")
            }
            try await clock.sleep(next)
            interval = min(interval * 2, max(shortest, policy.maxInterval))
        }
    }
}
