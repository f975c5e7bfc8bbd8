internal import Synchronization
internal import Tracing
internal import Waiter

/// The number of model calls and the number of tool calls in a tool loop, including failed calls.
struct AgentCounts: Sendable {
    var inferenceCalls = 0
    var toolCalls = 0
}

/// The span and the metrics of one tool loop.
///
/// Each call is counted only once, in the innermost loop that made it.
final class AgentTelemetry: ToolLoopObservation {
    private typealias Names = SemanticConventions.Attribute

    private struct State {
        var counts = AgentCounts()
        /// The total usage of the model's answers, or `nil` if no usage was reported.
        var usage: TokenUsage?
        var cost: Double?
    }

    /// The innermost tool loop in which the current task is running, or `nil` if there is no such loop.
    @TaskLocal static var current: AgentTelemetry?

    private let loop: ObservedToolLoop
    private let options: TelemetryObserver.Options
    private let span: (any Span)?
    private let metrics: MetricRecorder?
    private let state = Mutex(State())

    init(
        _ loop: ObservedToolLoop,
        _ options: TelemetryObserver.Options,
        span: (any Span)?,
        metrics: MetricRecorder?
    ) {
        self.loop = loop
        self.options = options
        self.span = span
        self.metrics = metrics
    }

    func run<Value>(
        isolation: isolated (any Actor)?,
        _ body: () async throws -> Value
    ) async throws -> Value {
        try await Self.$current.withValue(self) {
            guard let span else { return try await body() }
            return try await InstrumentationContext.$current.withValue(span.context) { try await body() }
        }
    }

    func noteInference() {
        state.withLock { $0.counts.inferenceCalls += 1 }
    }

    func noteToolCall() {
        state.withLock { $0.counts.toolCalls += 1 }
    }

    /// Adds the usage and cost of a model call to the totals of the loop.
    func note(_ usage: TokenUsage?, cost: Double?) {
        state.withLock { state in
            if let usage { state.usage = state.usage?.adding(usage) ?? usage }
            if let cost { state.cost = (state.cost ?? 0) + cost }
        }
    }

    func end(_ outcome: ToolLoopOutcome) {
        let state = state.withLock { $0 }
        let error = outcome.error?.telemetryType ?? (outcome.end == nil ? SemanticConventions.Value.cancelled : nil)
        metrics?.record(agent: loop.agentName, state.counts, error: error, outcome.total)
        guard let span else { return }
        if span.isRecording {
            span.updateAttributes { attributes in
                if let usage = state.usage { attributes.set(usage, olderNames: options.usesOlderNames) }
                attributes.set(Names.cost, state.cost)
                attributes.set(Names.errorType, error)
            }
        }
        // If the caller ended the loop, the span is not marked as failed.
        if let error, error != SemanticConventions.Value.cancelled {
            span.setStatus(SpanStatus(code: .error, message: (outcome.error as? OpenAIError)?.message ?? error))
        }
        span.end()
    }
}

extension TokenUsage {
    /// Returns the sum of two usage values. A member of the sum is `nil` only if it is `nil` in both values.
    fileprivate func adding(_ other: TokenUsage) -> TokenUsage {
        var sum = TokenUsage(
            inputTokens: Self.sum(inputTokens, other.inputTokens),
            outputTokens: Self.sum(outputTokens, other.outputTokens)
        )
        if input != nil || other.input != nil {
            var details = InputDetails()
            details.cachedTokens = Self.sum(input?.cachedTokens, other.input?.cachedTokens)
            details.cacheWriteTokens = Self.sum(input?.cacheWriteTokens, other.input?.cacheWriteTokens)
            details.audioTokens = Self.sum(input?.audioTokens, other.input?.audioTokens)
            details.imageTokens = Self.sum(input?.imageTokens, other.input?.imageTokens)
            details.textTokens = Self.sum(input?.textTokens, other.input?.textTokens)
            sum.input = details
        }
        if output != nil || other.output != nil {
            var details = OutputDetails()
            details.reasoningTokens = Self.sum(output?.reasoningTokens, other.output?.reasoningTokens)
            details.audioTokens = Self.sum(output?.audioTokens, other.output?.audioTokens)
            details.textTokens = Self.sum(output?.textTokens, other.output?.textTokens)
            sum.output = details
        }
        return sum
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        return isTooLarge ? .max : sum
    }

    private static func sum(_ left: Int?, _ right: Int?) -> Int? {
        guard let left, let right else { return left ?? right }
        return sum(left, right)
    }
}
