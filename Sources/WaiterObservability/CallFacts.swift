internal import Tracing
internal import Waiter

/// The facts about a call that are known before it is sent, used for both spans and metrics.
struct CallFacts: Sendable {
    let operation: String
    let provider: String
    let model: String?
    let address: String
    let port: Int

    init(_ call: ObservedCall, provider: String?) {
        operation = SemanticConventions.operation(call.operation)
        self.provider = provider ?? SemanticConventions.provider(host: call.server.host)
        model = call.model
        address = call.server.host
        port = call.server.port ?? (call.server.scheme == "http" ? 80 : 443)
    }

    var spanName: String { model.map { "\(operation) \($0)" } ?? operation }

    /// Whether the call generates text.
    var isInference: Bool { SemanticConventions.inference.contains(operation) }

    func write(to attributes: inout SpanAttributes) {
        typealias Names = SemanticConventions.Attribute
        attributes[Names.operation] = operation
        attributes[Names.provider] = provider
        attributes[Names.requestModel] = model
        attributes[Names.serverAddress] = address
        attributes[Names.serverPort] = port
    }

    /// The dimensions of metrics, which have few values each: no IDs, tags or conversations.
    var dimensions: [(String, String)] {
        typealias Names = SemanticConventions.Attribute
        var dimensions = [
            (Names.operation, operation), (Names.provider, provider),
            (Names.serverAddress, address), (Names.serverPort, "\(port)"),
        ]
        if let model { dimensions.append((Names.requestModel, model)) }
        return dimensions
    }
}

extension Error {
    /// The error's type in telemetry, which has few values: Waiter's code, `cancelled`, or `_OTHER`.
    var telemetryType: String {
        switch self {
        case let error as OpenAIError: "\(error.code)"
        case is CancellationError: SemanticConventions.Value.cancelled
        default: SemanticConventions.Value.other
        }
    }
}
