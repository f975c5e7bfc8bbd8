import Synchronization
import Tracing

/// A tracer that samples no span, but propagates a trace context.
final class UnsampledTracer: Tracer {
    /// The number of spans that have ended.
    var ends: Int { count.withLock { $0 } }

    private let count = Mutex(0)

    func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> InstrumentationContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> UnsampledSpan {
        UnsampledSpan(context()) { self.count.withLock { $0 += 1 } }
    }

    func forceFlush() {}

    func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Carrier == Inject.Carrier {
        injector.inject("00", forKey: "traceparent", into: &carrier)
    }

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout InstrumentationContext,
        using extractor: Extract
    ) where Carrier == Extract.Carrier {}
}

struct UnsampledSpan: Span {
    let context: InstrumentationContext
    private let noteEnd: @Sendable () -> Void

    init(_ context: InstrumentationContext, _ noteEnd: @escaping @Sendable () -> Void) {
        self.context = context
        self.noteEnd = noteEnd
    }

    var operationName: String {
        get { "" }
        nonmutating set {}
    }

    var attributes: SpanAttributes {
        get { [:] }
        nonmutating set {}
    }

    var isRecording: Bool { false }

    func setStatus(_ status: SpanStatus) {}

    func addEvent(_ event: SpanEvent) {}

    func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {}

    func addLink(_ link: SpanLink) {}

    func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) { noteEnd() }
}
