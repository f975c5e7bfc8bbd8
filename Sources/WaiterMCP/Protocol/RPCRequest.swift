internal import Waiter

/// A request to a server.
struct RPCRequest: Sendable {
    /// The name of a request method.
    enum Method: String, Sendable {
        case discover = "server/discover"
        case initialize
        case listTools = "tools/list"
        case callTool = "tools/call"
        case listen = "subscriptions/listen"
    }

    var id: Int64
    var method: Method
    var params: JSONObject
    /// The negotiated protocol, or `nil` for `initialize`.
    var era: ProtocolEra?
    /// The arguments that are also sent as HTTP headers.
    var parameterHeaders: [(name: String, value: String)] = []

    /// The name of the called tool.
    var name: String? { params["name"]?.stringValue }

    /// Whether the protocol allows the request to be cancelled. `initialize` must not be cancelled.
    var isCancellable: Bool { method != .initialize }

    /// The message as single-line JSON.
    var bytes: [UInt8] {
        var params = params
        if case .stateless(let version)? = era {
            var meta = params["_meta"]?.objectValue ?? JSONObject()
            meta["io.modelcontextprotocol/protocolVersion"] = .string(version)
            meta["io.modelcontextprotocol/clientInfo"] = Self.clientInfo
            meta["io.modelcontextprotocol/clientCapabilities"] = .object(JSONObject())
            params["_meta"] = .object(meta)
        }
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": .integer(id), "method": .string(method.rawValue), "params": .object(params),
        ]
        return message.jsonBytes
    }

    /// The name and version of this client.
    static let clientInfo: JSONValue = ["name": "waiter", "version": .string(WaiterVersion.current)]
}
