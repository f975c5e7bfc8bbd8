internal import CoreMetrics
internal import Synchronization
internal import Waiter

/// A recorder for metrics. It caches the instruments, because they are expensive to create.
///
/// The dimensions of a call are used to look up the call's instruments. This lookup is performed only once per call.
final class MetricRecorder: Sendable {
    private typealias Names = SemanticConventions.Attribute
    private typealias Metric = SemanticConventions.Metric

    private struct State {
        var sets: [MetricDimensions: InstrumentSet] = [:]
        /// The models that were requested and the models that servers reported.
        var requestModels: Set<String> = []
        var responseModels: Set<String> = []
    }

    private let state = Mutex(State())
    private let ownFactory: (any MetricsFactory)?
    private let usesOlderNames: Bool
    /// The maximum number of distinct model names in dimensions. A limit is needed because servers can report, and
    /// gateways can forward, arbitrary names.
    private static let maxModels = 200
    /// The maximum number of combinations of dimensions for which instruments are cached. Instruments that were removed
    /// from the cache are created again when they are needed.
    private static let maxSets = 1000

    init(_ factory: (any MetricsFactory)?, usesOlderNames: Bool) {
        ownFactory = factory
        self.usesOlderNames = usesOlderNames
    }

    /// Records the metrics of a call that has ended.
    func record(
        _ facts: CallFacts,
        _ outcome: CallOutcome,
        _ usage: TokenUsage?,
        model: String?,
        firstChunk: Duration?,
        cost: Double?,
        error: String?
    ) {
        let set = instruments(facts, responseModel: model, error: error)
        let isInference = facts.operation.isInference
        let duration = isInference && !usesOlderNames ? Metric.duration : Metric.operationDuration
        set.timer(duration).recordNanoseconds(outcome.total.nanoseconds)
        if let firstChunk, isInference {
            let label = usesOlderNames ? Metric.olderTimeToFirstChunk : Metric.timeToFirstChunk
            set.timer(label).recordNanoseconds(firstChunk.nanoseconds)
        }
        if let cost { set.cost(Metric.cost).increment(by: cost) }
        guard isInference, let usage else { return }
        if usesOlderNames {
            set.recorder(Metric.olderTokens, (Names.olderTokenType, "input")).record(usage.inputTokens)
            set.recorder(Metric.olderTokens, (Names.olderTokenType, "output")).record(usage.outputTokens)
        } else {
            Self.record(usage, set)
        }
    }

    /// Returns the timer for all chunks after the first. The caller stores the timer for the rest of the call.
    func chunkTimer(_ facts: CallFacts) -> Timer {
        instruments(facts, responseModel: nil, error: nil)
            .timer(usesOlderNames ? Metric.olderTimePerChunk : Metric.timePerChunk)
    }

    /// Records the duration of a tool call that has ended.
    func record(tool name: String, error: String?, _ duration: Duration) {
        var dimensions = MetricDimensions(operation: SemanticConventions.Value.executeTool)
        dimensions.tool = name
        dimensions.error = error
        instruments(dimensions).timer(Metric.toolDuration).recordNanoseconds(duration.nanoseconds)
    }

    /// Records the metrics of a tool loop that has ended.
    func record(agent name: String?, _ counts: AgentCounts, error: String?, _ duration: Duration) {
        var dimensions = MetricDimensions(operation: SemanticConventions.Value.invokeAgent)
        dimensions.agent = name
        let set = instruments(dimensions)
        set.recorder(Metric.agentInferenceCalls).record(counts.inferenceCalls)
        set.recorder(Metric.agentToolCalls).record(counts.toolCalls)
        dimensions.error = error
        let timer = (error == nil ? set : instruments(dimensions)).timer(Metric.agentDuration)
        timer.recordNanoseconds(duration.nanoseconds)
    }

    private static func record(_ usage: TokenUsage, _ set: InstrumentSet) {
        set.recorder(Metric.inputTokensPerCall).record(usage.inputTokens)
        set.recorder(Metric.outputTokensPerCall).record(usage.outputTokens)
        var rest = max(0, usage.inputTokens)
        if let input = usage.input {
            count(Metric.inputTokens, "text", input.textTokens, of: &rest, set)
            count(Metric.inputTokens, "image", input.imageTokens, of: &rest, set)
            count(Metric.inputTokens, "audio", input.audioTokens, of: &rest, set)
            count(Metric.cacheReadTokens, input.cachedTokens, set)
            count(Metric.cacheWriteTokens, input.cacheWriteTokens, set)
        }
        count(Metric.inputTokens, rest, set)
        rest = max(0, usage.outputTokens)
        if let output = usage.output {
            count(Metric.outputTokens, "text", output.textTokens, of: &rest, set)
            count(Metric.outputTokens, "audio", output.audioTokens, of: &rest, set)
            count(Metric.reasoningTokens, output.reasoningTokens, set)
        }
        count(Metric.outputTokens, rest, set)
    }

    /// Counts the tokens of one modality and subtracts their number from the number of remaining tokens.
    private static func count(
        _ metric: Metric,
        _ modality: String,
        _ tokens: Int?,
        of rest: inout Int,
        _ set: InstrumentSet
    ) {
        let tokens = min(rest, max(0, tokens ?? 0))
        guard tokens > 0 else { return }
        rest -= tokens
        set.counter(metric, (Names.modality, modality)).increment(by: tokens)
    }

    /// Counts tokens whose modality the server did not report.
    private static func count(_ metric: Metric, _ tokens: Int?, _ set: InstrumentSet) {
        guard let tokens, tokens > 0 else { return }
        set.counter(metric, (Names.modality, "unknown")).increment(by: tokens)
    }

    // MARK: Instruments

    private func instruments(_ facts: CallFacts, responseModel: String?, error: String?) -> InstrumentSet {
        facts.instruments(model: responseModel, error: error) {
            var dimensions = MetricDimensions(facts)
            dimensions.responseModel = responseModel
            dimensions.error = error
            return instruments(dimensions)
        }
    }

    private func instruments(_ dimensions: MetricDimensions) -> InstrumentSet {
        state.withLock { state in
            if let known = state.sets[dimensions] { return known }
            var bounded = dimensions
            Self.bound(&bounded.requestModel, &state.requestModels)
            Self.bound(&bounded.responseModel, &state.responseModels)
            if let known = state.sets[bounded] { return known }
            if state.sets.count >= Self.maxSets { state.sets.removeAll() }
            let new = InstrumentSet(bounded.list, ownFactory ?? MetricsSystem.factory)
            state.sets[bounded] = new
            return new
        }
    }

    /// Replaces the name of a model with `_OTHER` if too many distinct models have been recorded.
    private static func bound(_ model: inout String?, _ known: inout Set<String>) {
        guard let name = model, !known.contains(name) else { return }
        if known.count < maxModels {
            known.insert(name)
        } else {
            model = SemanticConventions.Value.other
        }
    }
}

extension Duration {
    private static let nanosecond = Duration.nanoseconds(1)

    /// The duration in nanoseconds, or the largest integer if the duration is longer than 292 years.
    ///
    /// The result is computed in floating point, which takes less time than arithmetic with 128-bit integers. It is
    /// exact for durations of up to 13 days.
    var nanoseconds: Int64 {
        let count = (self / Self.nanosecond).rounded()
        return count < 0x1p63 ? Int64(max(count, -0x1p63)) : .max
    }
}
