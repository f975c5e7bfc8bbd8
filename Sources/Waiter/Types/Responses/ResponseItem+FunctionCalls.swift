extension ResponseItem {
    /// A function call. To return its result, use `FunctionCallOutput`.
    public struct FunctionCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a call for use in a conversation history.
        public init(callID: String, name: String, arguments: String) {
            json = [
                "type": "function_call", "call_id": .string(callID), "name": .string(name),
                "arguments": .string(arguments),
            ]
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID that links the call to its result.
        public var callID: String { string("call_id") }

        /// The name of the function.
        public var name: String { string("name") }

        /// The arguments as JSON text. The model generates this text, so it can be invalid JSON.
        public var arguments: String { string("arguments") }

        /// The namespace of the function.
        public var namespace: String? { self["namespace"] }

        /// The status of the call.
        public var status: Status? { self["status"] }
    }

    /// The result of a function call.
    public struct FunctionCallOutput: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a result.
        public init(callID: String, output: Output) {
            json = ["type": "function_call_output", "call_id": .string(callID)]
            self["output"] = output
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID of the call.
        public var callID: String { string("call_id") }

        /// The result: text or content parts.
        public var output: Output? { self["output"] }

        /// The status of the result.
        public var status: Status? {
            get { self["status"] }
            set { self["status"] = newValue }
        }
    }

    /// A custom tool call. To return its result, use `CustomToolCallOutput`.
    public struct CustomToolCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a call for use in a conversation history.
        public init(callID: String, name: String, input: String) {
            json = [
                "type": "custom_tool_call", "call_id": .string(callID), "name": .string(name), "input": .string(input),
            ]
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID that links the call to its result.
        public var callID: String { string("call_id") }

        /// The name of the tool.
        public var name: String { string("name") }

        /// The input written by the model.
        public var input: String { string("input") }

        /// The namespace of the tool.
        public var namespace: String? { self["namespace"] }
    }

    /// The result of a custom tool call.
    public struct CustomToolCallOutput: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a result.
        public init(callID: String, output: Output) {
            json = ["type": "custom_tool_call_output", "call_id": .string(callID)]
            self["output"] = output
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The ID of the call.
        public var callID: String { string("call_id") }

        /// The result: text or content parts.
        public var output: Output? { self["output"] }
    }
}
