internal import CoreMetrics
internal import Synchronization
internal import Tracing
internal import Waiter

/// The span and the metrics of one call.
final class CallTelemetry: CallObservation {
    private typealias Names = SemanticConventions.Attribute

    /// The timing of the chunks received so far.
    private struct Chunks {
        var first: Duration?
        /// The time of the last chunk in nanoseconds.
        var last: Int64 = 0
        var timer: Timer?
    }

    let headers: [String: String]
    private let call: ObservedCall
    private let facts: CallFacts
    private let observer: TelemetryObserver.Shared
    /// The span, or a span without a tracer if no spans are recorded. The property is not optional because copying an
    /// optional span takes longer than using the span.
    private let span: any Span
    /// Whether the attributes and events of the span are recorded.
    private let isRecording: Bool
    /// The tool loop that made the call, or `nil` if the call was not made by a tool loop.
    private let agent: AgentTelemetry?
    private let chunks = Mutex(Chunks())

    /// A span for calls whose spans are not recorded.
    static let noSpan: any Span = NoOpTracer.NoOpSpan(context: .topLevel)

    init(
        _ call: ObservedCall,
        _ facts: CallFacts,
        _ observer: TelemetryObserver.Shared,
        _ span: any Span,
        isRecording: Bool = false,
        _ headers: [String: String] = [:]
    ) {
        self.call = call
        self.facts = facts
        self.observer = observer
        self.span = span
        self.isRecording = isRecording
        self.headers = headers
        agent = facts.operation.isInference ? AgentTelemetry.current : nil
        agent?.noteInference()
    }

    /// Whether anything about the call is recorded or sent.
    var isNeeded: Bool { isRecording || observer.metrics != nil || agent != nil || !headers.isEmpty }

    func retry(_ notice: RetryNotice) {
        guard isRecording else { return }
        span.addEvent(
            SpanEvent(
                name: SemanticConventions.Event.retry,
                attributes: [
                    Names.retryAttempt.rawValue: .int64(Int64(notice.attempt)),
                    Names.retryDelay.rawValue: .double(notice.delay.seconds),
                    Names.errorType.rawValue: .string(notice.reason.telemetryType),
                ]
            )
        )
    }

    func received(chunks count: Int, at elapsed: Duration) {
        let now = elapsed.nanoseconds
        let (previous, timer) = chunks.withLock { chunks -> (Int64?, Timer?) in
            let previous = chunks.first == nil ? nil : chunks.last
            chunks.first = chunks.first ?? elapsed
            chunks.last = now
            if chunks.timer == nil, facts.operation.isInference { chunks.timer = observer.metrics?.chunkTimer(facts) }
            return (previous, chunks.timer)
        }
        // Chunks from the same read arrive together, so the time since the previous chunk is divided evenly among them.
        let later = previous == nil ? count - 1 : count
        guard later > 0, let timer else { return }
        let each = (now - (previous ?? now)) / Int64(later)
        for _ in 0..<later { timer.recordNanoseconds(each) }
    }

    func end(_ outcome: CallOutcome) {
        let firstChunk = call.isStream ? chunks.withLock { $0.first } : nil
        let usage = outcome.last.metadata.usage
        let model = outcome.last.metadata.model
        let cost = usage?.cost ?? observer.options.cost?(call, outcome)
        let error = Self.errorType(outcome)
        observer.metrics?.record(facts, outcome, usage, model: model, firstChunk: firstChunk, cost: cost, error: error)
        agent?.note(usage, cost: cost)
        if isRecording {
            let attributes = CallAttributes(
                call: call,
                facts: facts,
                last: outcome.last,
                attempts: outcome.attempts,
                isComplete: outcome.status == .complete,
                usage: usage,
                model: model,
                firstChunk: firstChunk,
                cost: cost,
                error: error,
                capturesContent: observer.options.capturesContent,
                usesOlderNames: observer.options.usesOlderNames
            )
            // Each update copies the attributes of a span, so the attributes of the request and the response are set
            // together.
            span.attributes = facts.attributes(of: span, adding: attributes)
        }
        // If the caller ended the call, the span is not marked as failed.
        if let error, error != SemanticConventions.Value.cancelled {
            span.setStatus(SpanStatus(code: .error, message: (outcome.error as? OpenAIError)?.message ?? error))
        }
        span.end()
    }

    private static func errorType(_ outcome: CallOutcome) -> String? {
        switch outcome.status {
        case .complete: outcome.error?.telemetryType
        case .cancelled: SemanticConventions.Value.cancelled
        default: outcome.error?.telemetryType ?? SemanticConventions.Value.other
        }
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double { self / .seconds(1) }
}
