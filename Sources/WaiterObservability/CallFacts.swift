internal import Synchronization
internal import Tracing
internal import Waiter

/// The data that is the same for all calls to a server.
struct ServerFacts: Sendable {
    let provider: String
    let address: String
    let port: Int

    init(_ server: BaseURL, provider: String?) {
        self.provider = provider ?? SemanticConventions.provider(host: server.host)
        address = server.host
        port = server.effectivePort
    }
}

/// A cache of the data about recently called servers. Most processes call only a few servers.
final class KnownServers: Sendable {
    private let known = Mutex<[(server: BaseURL, facts: ServerFacts)]>([])
    private let provider: String?
    private static let maxCount = 16

    init(provider: String?) {
        self.provider = provider
    }

    func facts(of server: BaseURL) -> ServerFacts {
        known.withLock { known in
            if let place = known.firstIndex(where: { $0.server == server }) { return known[place].facts }
            let facts = ServerFacts(server, provider: provider)
            if known.count == Self.maxCount { known.removeFirst() }
            known.append((server, facts))
            return facts
        }
    }
}

/// The data that is known about a call before it is sent. It is used for both spans and metrics.
///
/// Calls with the same operation, model and server share this object, including the attributes and the instruments.
final class CallFacts: Sendable {
    private typealias KnownInstruments = (model: String?, error: String?, set: InstrumentSet)

    let operation: SemanticConventions.Operation
    let model: String?
    let server: ServerFacts
    let spanName: String
    /// The attributes that are set at the start of a span, because samplers need them.
    let attributes: SpanAttributes
    private let name: String
    private let url: BaseURL
    private let instruments = Mutex<[KnownInstruments]>([])
    private let layouts = Mutex<[AttributeLayout]>([])
    private static let maxInstruments = 8
    private static let maxLayouts = 4

    init(_ call: ObservedCall, _ server: ServerFacts) {
        name = call.operation
        url = call.server
        let operation = SemanticConventions.operation(call.operation)
        self.operation = operation
        model = call.model
        self.server = server
        spanName = call.model.map { "\(operation.name) \($0)" } ?? operation.name
        typealias Names = SemanticConventions.Attribute
        var attributes = SpanAttributes([:])
        attributes.set(Names.operation, operation.name)
        attributes.set(Names.provider, server.provider)
        attributes.set(Names.serverAddress, server.address)
        attributes.set(Names.serverPort, server.port)
        attributes.set(Names.requestModel, call.model)
        attributes.set(Names.apiType, operation.apiType)
        self.attributes = attributes
    }

    func describes(_ call: ObservedCall) -> Bool {
        call.has(operation: name, model: model, server: url)
    }

    /// Returns the attributes of a span with those that are set at the end of a call added to them.
    ///
    /// Attributes that other code has set or changed since the span was started are kept.
    func attributes(of span: some Span, adding end: CallAttributes) -> SpanAttributes {
        let start = span.attributes
        // The two values usually share the same hash table, in which case only the addresses of the tables are
        // compared. If the body is parsed, the attributes are set only once.
        guard start == attributes, !end.parsesBody else {
            var attributes = start
            end.set(in: &attributes)
            return attributes
        }
        let layouts = layouts.withLock { $0 }
        for layout in layouts {
            if let attributes = layout.attributes(of: end) { return attributes }
        }
        var recorder = AttributeRecorder(start)
        end.set(in: &recorder)
        let new = AttributeLayout(recorder.names, of: recorder.attributes)
        self.layouts.withLock { layouts in
            if layouts.count == Self.maxLayouts { layouts.removeAll() }
            layouts.append(new)
        }
        return recorder.attributes
    }

    /// Returns the instruments for calls that end with a given model and error. The instruments are created when they
    /// are first requested.
    func instruments(model: String?, error: String?, _ make: () -> InstrumentSet) -> InstrumentSet {
        let known = instruments.withLock { known -> InstrumentSet? in
            // The elements are accessed by index, because a closure would receive a copy of each element.
            for place in known.indices where known[place].error == error && known[place].model == model {
                return known[place].set
            }
            return nil
        }
        if let known { return known }
        let new = make()
        instruments.withLock { known in
            if known.count == Self.maxInstruments { known.removeAll() }
            known.append((model, error, new))
        }
        return new
    }
}

/// A cache of the data about recent kinds of calls. Most processes make only a few kinds of calls.
final class KnownCalls: Sendable {
    private struct State {
        var known: [CallFacts] = []
        /// The index of the entry to replace next.
        var oldest = 0
    }

    private let state = Mutex(State())
    private static let maxCount = 32

    func facts(of call: ObservedCall, _ servers: KnownServers) -> CallFacts {
        if let known = state.withLock({ $0.known.first { $0.describes(call) } }) { return known }
        let new = CallFacts(call, servers.facts(of: call.server))
        state.withLock { state in
            if state.known.count < Self.maxCount {
                state.known.append(new)
            } else {
                state.known[state.oldest] = new
                state.oldest = (state.oldest + 1) % Self.maxCount
            }
        }
        return new
    }
}

extension Error {
    /// The error type reported in telemetry. The value is the code of an `OpenAIError`, `cancelled`, or `_OTHER`.
    var telemetryType: String {
        switch self {
        case let error as OpenAIError: "\(error.code)"
        case is CancellationError: SemanticConventions.Value.cancelled
        default: SemanticConventions.Value.other
        }
    }
}
