extension ResponseItem {
    /// An MCP server's tools.
    public struct MCPListTools: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The label of the server.
        public var serverLabel: String { string("server_label") }

        /// The tools that the server offers.
        public var tools: [JSONValue] { elements("tools") }

        /// The reason the server could not list its tools.
        public var error: String? { self["error"] }
    }

    /// A request to approve a call to an MCP server. To answer the request, use `MCPApprovalResponse`.
    public struct MCPApprovalRequest: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID that links the request to its `MCPApprovalResponse`.
        public var id: String { string("id") }

        /// The label of the server.
        public var serverLabel: String { string("server_label") }

        /// The name of the tool.
        public var name: String { string("name") }

        /// The arguments as JSON text.
        public var arguments: String { string("arguments") }
    }

    /// The approval or denial of a call to an MCP server.
    public struct MCPApprovalResponse: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates the answer to an approval request.
        public init(approvalRequestID: String, isApproved: Bool, reason: String? = nil) {
            json = [
                "type": "mcp_approval_response", "approval_request_id": .string(approvalRequestID),
                "approve": .bool(isApproved),
            ]
            self["reason"] = reason
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID of the request.
        public var approvalRequestID: String { string("approval_request_id") }

        /// Whether the call is approved.
        public var isApproved: Bool? { self["approve"] }

        /// The reason for the decision.
        public var reason: String? {
            get { self["reason"] }
            set { self["reason"] = newValue }
        }
    }

    /// A call to a tool on an MCP server.
    public struct MCPCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The label of the server.
        public var serverLabel: String { string("server_label") }

        /// The name of the tool.
        public var name: String { string("name") }

        /// The arguments as JSON text.
        public var arguments: String { string("arguments") }

        /// The result of the call.
        public var output: String? { self["output"] }

        /// The error, if the call failed.
        public var error: JSONValue? { self["error"] }

        /// The ID of the approval request.
        public var approvalRequestID: String? { self["approval_request_id"] }

        /// The status of the call.
        public var status: Status? { self["status"] }
    }
}
