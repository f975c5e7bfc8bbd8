internal import CoreMetrics
internal import Synchronization
internal import Waiter

/// Records metrics, and keeps the instruments, which are expensive to create.
final class MetricRecorder: Sendable {
    private typealias Names = SemanticConventions.Attribute
    private typealias Metric = SemanticConventions.Metric
    private typealias Older = SemanticConventions.Older
    private typealias Dimensions = [(String, String)]

    private struct Key: Hashable {
        let label: String
        let values: [String]
    }

    /// The instruments; the classes of swift-metrics are safe to use from any thread.
    private struct Instruments {
        var timers: [Key: Timer] = [:]
        var recorders: [Key: Recorder] = [:]
        var counters: [Key: Counter] = [:]
        var costs: [Key: FloatingPointCounter] = [:]
        /// The models that servers reported.
        var models: Set<String> = []
    }

    private let instruments = Mutex(Instruments())
    private let ownFactory: (any MetricsFactory)?
    private let usesOlderNames: Bool
    /// The maximum number of models as dimensions, since a server can report any name.
    private static let maxModels = 200

    init(_ factory: (any MetricsFactory)?, usesOlderNames: Bool) {
        ownFactory = factory
        self.usesOlderNames = usesOlderNames
    }

    /// Records the end of a call.
    func record(_ facts: CallFacts, _ outcome: CallOutcome, firstChunk: Duration?, cost: Double?, error: String?) {
        var dimensions = facts.dimensions
        if let model = outcome.metadata.model { dimensions.append((Names.responseModel, bounded(model))) }
        if let error { dimensions.append((Names.errorType, error)) }
        let duration =
            usesOlderNames ? Older.duration : facts.isInference ? Metric.duration : Metric.operationDuration
        time(duration, dimensions, outcome.total)
        if let firstChunk, facts.isInference {
            time(usesOlderNames ? Older.timeToFirstChunk : Metric.timeToFirstChunk, dimensions, firstChunk)
        }
        if let cost { add(cost: cost, dimensions) }
        guard facts.isInference, let usage = outcome.metadata.usage else { return }
        if usesOlderNames {
            distribute(Older.tokens, dimensions + [(Older.tokenType, "input")], usage.inputTokens)
            distribute(Older.tokens, dimensions + [(Older.tokenType, "output")], usage.outputTokens)
        } else {
            record(usage, dimensions)
        }
    }

    /// Records the time of chunks after the first one.
    func record(chunks count: Int, each duration: Duration, _ facts: CallFacts) {
        let label = usesOlderNames ? Older.timePerChunk : Metric.timePerChunk
        let timer = timer(label, facts.dimensions)
        for _ in 0..<count { timer.recordNanoseconds(duration.nanoseconds) }
    }

    /// Records the end of a tool call.
    func record(tool name: String, error: String?, _ duration: Duration) {
        var dimensions = [(Names.operation, SemanticConventions.Value.executeTool), (Names.toolName, name)]
        if let error { dimensions.append((Names.errorType, error)) }
        time(Metric.toolDuration, dimensions, duration)
    }

    private func record(_ usage: TokenUsage, _ dimensions: Dimensions) {
        distribute(Metric.inputTokensPerCall, dimensions, usage.inputTokens)
        distribute(Metric.outputTokensPerCall, dimensions, usage.outputTokens)
        let input = [
            ("text", usage.input?.textTokens), ("image", usage.input?.imageTokens), ("audio", usage.input?.audioTokens),
        ]
        count(Metric.inputTokens, dimensions, usage.inputTokens, input)
        let output = [("text", usage.output?.textTokens), ("audio", usage.output?.audioTokens)]
        count(Metric.outputTokens, dimensions, usage.outputTokens, output)
        count(Metric.cacheReadTokens, dimensions, usage.input?.cachedTokens ?? 0, [])
        count(Metric.cacheWriteTokens, dimensions, usage.input?.cacheWriteTokens ?? 0, [])
        count(Metric.reasoningTokens, dimensions, usage.output?.reasoningTokens ?? 0, [])
    }

    /// Counts tokens by modality, which is unknown for those that the server did not break down.
    private func count(_ label: String, _ dimensions: Dimensions, _ total: Int, _ parts: [(String, Int?)]) {
        var rest = max(0, total)
        for (modality, tokens) in parts + [("unknown", rest)] {
            let tokens = modality == "unknown" ? rest : min(rest, max(0, tokens ?? 0))
            rest -= tokens
            guard tokens > 0 else { continue }
            counter(label, dimensions + [(Names.modality, modality)]).increment(by: tokens)
        }
    }

    // MARK: Instruments

    private var factory: any MetricsFactory { ownFactory ?? MetricsSystem.factory }

    private func time(_ label: String, _ dimensions: Dimensions, _ duration: Duration) {
        timer(label, dimensions).recordNanoseconds(duration.nanoseconds)
    }

    private func distribute(_ label: String, _ dimensions: Dimensions, _ value: Int) {
        recorder(label, dimensions).record(value)
    }

    private func timer(_ label: String, _ dimensions: Dimensions) -> Timer {
        instrument(label, dimensions, \.timers) { Timer(label: label, dimensions: dimensions, factory: factory) }
    }

    private func recorder(_ label: String, _ dimensions: Dimensions) -> Recorder {
        instrument(label, dimensions, \.recorders) {
            Recorder(label: label, dimensions: dimensions, aggregate: true, factory: factory)
        }
    }

    private func counter(_ label: String, _ dimensions: Dimensions) -> Counter {
        instrument(label, dimensions, \.counters) { Counter(label: label, dimensions: dimensions, factory: factory) }
    }

    private func add(cost: Double, _ dimensions: Dimensions) {
        let counter = instrument(Metric.cost, dimensions, \.costs) {
            FloatingPointCounter(label: Metric.cost, dimensions: dimensions, factory: factory)
        }
        counter.increment(by: cost)
    }

    private func instrument<Instrument: Sendable>(
        _ label: String,
        _ dimensions: Dimensions,
        _ path: WritableKeyPath<Instruments, [Key: Instrument]>,
        _ make: () -> Instrument
    ) -> Instrument {
        let key = Key(label: label, values: dimensions.flatMap { [$0.0, $0.1] })
        return instruments.withLock { instruments in
            if let known = instruments[keyPath: path][key] { return known }
            let new = make()
            instruments[keyPath: path][key] = new
            return new
        }
    }

    /// Returns the name of a reported model; `_OTHER` if there are too many.
    private func bounded(_ model: String) -> String {
        instruments.withLock { instruments in
            if instruments.models.contains(model) { return model }
            guard instruments.models.count < Self.maxModels else { return SemanticConventions.Value.other }
            instruments.models.insert(model)
            return model
        }
    }
}

extension Duration {
    /// The duration in nanoseconds.
    fileprivate var nanoseconds: Int64 { Int64((self / .nanoseconds(1)).rounded()) }
}
