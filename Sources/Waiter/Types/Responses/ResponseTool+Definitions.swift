extension ResponseTool {
    /// A function that the client runs for the model.
    public struct Function: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a function.
        public init(name: String, description: String? = nil, parameters: JSONValue? = nil, strict: Bool? = nil) {
            json = ["type": "function", "name": .string(name)]
            self["description"] = description
            self["parameters"] = parameters
            self["strict"] = strict
        }

        /// The name of the function.
        public var name: String {
            get { string("name") }
            set { self["name"] = newValue }
        }

        /// A description, which helps the model decide when to call the function.
        public var description: String? {
            get { self["description"] }
            set { self["description"] = newValue }
        }

        /// The JSON Schema of the arguments.
        public var parameters: JSONValue? {
            get { self["parameters"] }
            set { self["parameters"] = newValue }
        }

        /// Whether the arguments must conform to the schema exactly. The default is `true`, unlike in chat completions.
        public var isStrict: Bool? {
            get { self["strict"] }
            set { self["strict"] = newValue }
        }

        /// The JSON Schema of the result.
        public var outputSchema: JSONValue? {
            get { self["output_schema"] }
            set { self["output_schema"] = newValue }
        }

        /// Whether the definition is loaded only when a tool search finds it.
        public var isDeferred: Bool? {
            get { self["defer_loading"] }
            set { self["defer_loading"] = newValue }
        }

        /// The permitted callers: `direct`, `programmatic`, or both.
        public var allowedCallers: [String]? {
            get { self["allowed_callers"] }
            set { self["allowed_callers"] = newValue }
        }
    }

    /// A tool that takes text instead of JSON arguments.
    public struct Custom: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a custom tool.
        public init(name: String, description: String? = nil, format: CustomToolDefinition.Format? = nil) {
            json = ["type": "custom", "name": .string(name)]
            self["description"] = description
            self.format = format
        }

        /// The name of the tool.
        public var name: String {
            get { string("name") }
            set { self["name"] = newValue }
        }

        /// A description, which helps the model decide when to call the tool.
        public var description: String? {
            get { self["description"] }
            set { self["description"] = newValue }
        }

        /// Whether the definition is loaded only when a tool search finds it.
        public var isDeferred: Bool? {
            get { self["defer_loading"] }
            set { self["defer_loading"] = newValue }
        }

        /// The format of the input. The default is free-form text.
        public var format: CustomToolDefinition.Format? {
            get { json["format"].map(Self.format) }
            set { json["format"] = newValue.map(Self.json) }
        }

        /// Returns the input format that the JSON value describes. Unlike in chat completions, the members of a grammar
        /// are not nested.
        private static func format(_ json: JSONValue) -> CustomToolDefinition.Format {
            switch json["type"]?.stringValue {
            case "text": .text
            case "grammar":
                .grammar(
                    syntax: .init(rawValue: json["syntax"]?.stringValue ?? ""),
                    definition: json["definition"]?.stringValue ?? ""
                )
            default: .unknown(json)
            }
        }

        private static func json(_ format: CustomToolDefinition.Format) -> JSONValue {
            switch format {
            case .text: ["type": "text"]
            case .grammar(let grammar):
                [
                    "type": "grammar", "syntax": .string(grammar.syntax.rawValue),
                    "definition": .string(grammar.definition),
                ]
            case .unknown(let json): json
            }
        }
    }

    /// A group of functions and custom tools.
    public struct Namespace: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a group.
        public init(name: String, description: String, tools: [ResponseTool]) {
            json = ["type": "namespace", "name": .string(name), "description": .string(description)]
            self["tools"] = tools
        }

        /// The name of the group.
        public var name: String {
            get { string("name") }
            set { self["name"] = newValue }
        }

        /// A description of the group.
        public var description: String {
            get { string("description") }
            set { self["description"] = newValue }
        }

        /// The tools in the group.
        public var tools: [ResponseTool] {
            get { elements("tools") }
            set { self["tools"] = newValue }
        }
    }
}
