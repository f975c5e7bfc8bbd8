extension ResponseItem {
    /// A search for tools whose definitions have not been loaded yet.
    public struct ToolSearchCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID that links the call to its result, or `nil` for a search on the server.
        public var callID: String? { self["call_id"] }

        /// The side that performs the search: `server` or `client`.
        public var execution: String? { self["execution"] }

        /// The arguments of the search.
        public var arguments: JSONValue? { self["arguments"] }

        /// The status of the search.
        public var status: Status? { self["status"] }
    }

    /// The tools found by a search.
    public struct ToolSearchOutput: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates the result of a search that the client performed.
        public init(callID: String, tools: [ResponseTool]) {
            json = ["type": "tool_search_output", "call_id": .string(callID), "execution": "client"]
            self["tools"] = tools
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID of the call.
        public var callID: String? { self["call_id"] }

        /// The side that performed the search: `server` or `client`.
        public var execution: String? { self["execution"] }

        /// The tools that the search found.
        public var tools: [ResponseTool] { elements("tools") }

        /// The status of the result.
        public var status: Status? { self["status"] }
    }

    /// An item that adds tools to the request.
    public struct AdditionalTools: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates an item that adds tools.
        public init(tools: [ResponseTool]) {
            json = ["type": "additional_tools", "role": "developer"]
            self["tools"] = tools
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The role of the author.
        public var role: Role? { self["role"] }

        /// The tools to add.
        public var tools: [ResponseTool] { elements("tools") }
    }

    /// A program, written by the model, that calls tools.
    public struct Program: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID of the item.
        public var id: String { string("id") }

        /// The ID that links the program to its result.
        public var callID: String { string("call_id") }

        /// The source code of the program.
        public var code: String { string("code") }

        /// The fingerprint of the program.
        public var fingerprint: String { string("fingerprint") }
    }

    /// The result of a program written by the model.
    public struct ProgramOutput: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID of the item.
        public var id: String { string("id") }

        /// The ID that links the program to its result.
        public var callID: String { string("call_id") }

        /// The result of the program.
        public var result: String { string("result") }

        /// The status of the result.
        public var status: Status? { self["status"] }
    }
}
