import Synchronization
import Tracing

/// A tracer that does only the minimum work of a tracer. Its spans protect their attributes with a lock and discard
/// them when the span ends.
struct MinimalTracer: Tracer {
    func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> InstrumentationContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> MinimalSpan {
        MinimalSpan(operationName, context(), start: instant().nanosecondsSinceEpoch)
    }

    func forceFlush() {}

    func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Carrier == Inject.Carrier {}

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout InstrumentationContext,
        using extractor: Extract
    ) where Carrier == Extract.Carrier {}
}

/// A span of the minimal tracer.
final class MinimalSpan: Span {
    private struct State {
        var name: String
        var attributes = SpanAttributes([:])
        var events: [SpanEvent] = []
        var status: SpanStatus?
        var end: UInt64?
    }

    let context: InstrumentationContext
    private let start: UInt64
    private let state: Mutex<State>

    init(_ name: String, _ context: InstrumentationContext, start: UInt64) {
        self.context = context
        self.start = start
        state = Mutex(State(name: name))
    }

    var operationName: String {
        get { state.withLock { $0.name } }
        set { state.withLock { $0.name = newValue } }
    }

    var attributes: SpanAttributes {
        get { state.withLock { $0.attributes } }
        set { state.withLock { $0.attributes = newValue } }
    }

    var isRecording: Bool { state.withLock { $0.end == nil } }

    func setStatus(_ status: SpanStatus) { state.withLock { $0.status = status } }

    func addEvent(_ event: SpanEvent) { state.withLock { $0.events.append(event) } }

    func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {}

    func addLink(_ link: SpanLink) {}

    func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        let end = instant().nanosecondsSinceEpoch
        state.withLock { state in
            state.end = end
            state.attributes = SpanAttributes([:])
        }
    }
}
