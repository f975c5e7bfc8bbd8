/// Tracks a tool loop for an observer and reports the end of the loop exactly once.
package final class ToolLoopTracker {
    private var observation: (any ToolLoopObservation)?
    private let start: Duration
    private let now: @Sendable () -> Duration

    private init(_ observation: any ToolLoopObservation, _ clock: CallClock) {
        self.observation = observation
        now = clock.now
        start = clock.now()
    }

    /// Begins observing a loop or returns `nil` if the client has no observer for tool loops.
    package static func begin(
        _ loop: ToolLoop,
        model: @autoclosure () -> String,
        conversation: @autoclosure () -> String?,
        by client: OpenAI,
        _ clock: CallClock
    ) -> ToolLoopTracker? {
        guard let observer = client.toolObserver else { return nil }
        let observed = ObservedToolLoop(
            agentName: loop.settings.agentName,
            model: model(),
            server: client.configuration.baseURL,
            conversation: conversation()
        )
        return observer.begin(observed).map { ToolLoopTracker($0, clock) }
    }

    /// Reports the end of the loop if it has not been reported yet.
    package func end(_ end: ToolRunEnd?, error: (any Error)? = nil) {
        observation?.end(ToolLoopOutcome(end, error: error, total: now() - start))
        observation = nil
    }

    /// Runs a part of the loop. If the loop is observed, the part runs within the observation.
    package static func run<Value>(
        in tracker: ToolLoopTracker?,
        isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws -> Value
    ) async throws -> Value {
        guard let observation = tracker?.observation else { return try await body() }
        return try await observation.run(isolation: isolation, body)
    }
}
