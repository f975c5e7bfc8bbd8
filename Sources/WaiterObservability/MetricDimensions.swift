/// The dimensions of a metric. Each dimension has only a few possible values, so IDs, tags and conversations are not
/// dimensions.
struct MetricDimensions: Hashable, Sendable {
    private typealias Names = SemanticConventions.Attribute

    var operation: String
    var provider: String?
    var address: String?
    var port = 0
    var requestModel: String?
    var responseModel: String?
    var tool: String?
    var agent: String?
    var error: String?

    init(operation: String) {
        self.operation = operation
    }

    init(_ facts: CallFacts) {
        operation = facts.operation.name
        provider = facts.server.provider
        address = facts.server.address
        port = facts.server.port
        requestModel = facts.model
    }

    /// The dimensions in the format that swift-metrics expects.
    var list: [(String, String)] {
        var list = [(Names.operation.rawValue, operation)]
        if let address {
            list += [(Names.serverAddress.rawValue, address), (Names.serverPort.rawValue, "\(port)")]
        }
        let others: [(Names, String?)] = [
            (.provider, provider), (.requestModel, requestModel), (.responseModel, responseModel), (.toolName, tool),
            (.agentName, agent), (.errorType, error),
        ]
        for case (let name, let value?) in others { list.append((name.rawValue, value)) }
        return list
    }

    static func == (left: Self, right: Self) -> Bool {
        left.requestModel == right.requestModel && left.responseModel == right.responseModel
            && left.error == right.error && left.operation == right.operation && left.tool == right.tool
            && left.agent == right.agent && left.address == right.address && left.port == right.port
            && left.provider == right.provider
    }

    /// Hashes the values that usually differ. The other values are only compared.
    func hash(into hasher: inout Hasher) {
        hasher.combine(requestModel)
        hasher.combine(responseModel)
        hasher.combine(error)
        hasher.combine(tool)
    }
}
