internal import Synchronization
internal import Tracing
internal import Waiter

/// The span and the metrics of one call.
final class CallTelemetry: CallObservation {
    private typealias Names = SemanticConventions.Attribute

    let headers: [String: String]
    private let call: ObservedCall
    private let facts: CallFacts
    private let options: TelemetryObserver.Options
    private let span: (any Span)?
    private let metrics: MetricRecorder?
    private let chunks = Mutex<(first: Duration, last: Duration)?>(nil)

    init(
        _ call: ObservedCall,
        _ facts: CallFacts,
        _ options: TelemetryObserver.Options,
        span: (any Span)?,
        headers: [String: String],
        metrics: MetricRecorder?
    ) {
        self.call = call
        self.facts = facts
        self.options = options
        self.span = span
        self.headers = headers
        self.metrics = metrics
    }

    func retry(_ notice: RetryNotice) {
        span?.addEvent(
            SpanEvent(
                name: SemanticConventions.Event.retry,
                attributes: [
                    Names.retryAttempt: .int64(Int64(notice.attempt)), Names.retryDelay: .double(notice.delay.seconds),
                    Names.errorType: .string(notice.reason.telemetryType),
                ]
            )
        )
    }

    func received(chunks count: Int, at elapsed: Duration) {
        let previous = chunks.withLock { chunks in
            defer { chunks = (chunks?.first ?? elapsed, elapsed) }
            return chunks?.last
        }
        guard facts.isInference, let metrics else { return }
        // Chunks from one read arrive together and share the time since the previous chunk.
        let later = previous == nil ? count - 1 : count
        guard later > 0 else { return }
        metrics.record(chunks: later, each: (elapsed - (previous ?? elapsed)) / later, facts)
    }

    func end(_ outcome: CallOutcome) {
        let firstChunk = call.isStream ? chunks.withLock { $0?.first } : nil
        let cost = outcome.metadata.usage?.cost ?? options.cost?(call, outcome)
        let error = Self.errorType(outcome)
        metrics?.record(facts, outcome, firstChunk: firstChunk, cost: cost, error: error)
        guard let span else { return }
        if span.isRecording {
            span.updateAttributes { attributes in
                ResponseAttributes(outcome, facts, options).write(to: &attributes)
                attributes[Names.timeToFirstChunk] = firstChunk?.seconds
                attributes[Names.cost] = cost
                attributes[Names.errorType] = error
            }
        }
        // A call that is ended by its caller has not failed.
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
