internal import Synchronization
internal import Tracing
internal import Waiter

/// The data about a server that all calls to it have in common.
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

/// A cache of the data about the most recently called servers. An observer usually encounters only a few servers.
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

/// The data about a call that is known before the call is sent, used for both spans and metrics.
struct CallFacts: Sendable {
    let operation: SemanticConventions.Operation
    let model: String?
    let server: ServerFacts

    init(_ call: ObservedCall, _ server: ServerFacts) {
        operation = SemanticConventions.operation(call.operation)
        model = call.model
        self.server = server
    }

    var spanName: String { model.map { "\(operation.name) \($0)" } ?? operation.name }

    func write(to attributes: inout SpanAttributes) {
        typealias Names = SemanticConventions.Attribute
        attributes.set(Names.operation, value: .string(operation.name))
        attributes.set(Names.provider, value: .string(server.provider))
        attributes.set(Names.serverAddress, value: .string(server.address))
        attributes.set(Names.serverPort, value: .int64(Int64(server.port)))
        attributes.set(Names.requestModel, model)
        attributes.set(Names.apiType, operation.apiType)
    }
}

extension SpanAttributes {
    /// Sets an attribute without boxing its value. In this and the other overloads, `nil` leaves the attribute unchanged.
    mutating func set(_ name: String, _ value: String?) {
        if let value { set(name, value: .string(value)) }
    }

    mutating func set(_ name: String, _ value: Int?) {
        if let value { set(name, value: .int64(Int64(value))) }
    }

    mutating func set(_ name: String, _ value: Double?) {
        if let value { set(name, value: .double(value)) }
    }
}

extension Error {
    /// The type of the error in telemetry. It has only a few possible values: Waiter's code, `cancelled`, or `_OTHER`.
    var telemetryType: String {
        switch self {
        case let error as OpenAIError: "\(error.code)"
        case is CancellationError: SemanticConventions.Value.cancelled
        default: SemanticConventions.Value.other
        }
    }
}
