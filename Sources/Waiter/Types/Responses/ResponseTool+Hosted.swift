extension ResponseTool {
    /// A web search tool that runs on the server.
    public struct WebSearch: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a web search tool.
        public init(searchContextSize: SearchContextSize? = nil, allowedDomains: [String]? = nil) {
            json = ["type": "web_search"]
            self.searchContextSize = searchContextSize
            self.allowedDomains = allowedDomains
        }

        /// The amount of context window space used for search results.
        public var searchContextSize: SearchContextSize? {
            get { self["search_context_size"] }
            set { self["search_context_size"] = newValue }
        }

        /// The approximate location of the user.
        public var userLocation: JSONValue? {
            get { self["user_location"] }
            set { self["user_location"] = newValue }
        }

        /// Whether the tool may fetch live pages. If this property is `false`, the tool only searches an index.
        public var allowsLiveAccess: Bool? {
            get { self["external_web_access"] }
            set { self["external_web_access"] = newValue }
        }

        /// The domains to which the search is restricted. By default, all domains are searched.
        public var allowedDomains: [String]? {
            get { json["filters"]?["allowed_domains"]?.arrayValue?.compactMap(\.stringValue) }
            set { json["filters"] = newValue.map { ["allowed_domains": .array($0.map { .string($0) })] } }
        }
    }

    /// A file search tool, which searches vector stores.
    public struct FileSearch: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a file search tool.
        public init(vectorStoreIDs: [String], maxResults: Int? = nil) {
            json = ["type": "file_search", "vector_store_ids": .array(vectorStoreIDs.map { .string($0) })]
            self.maxResults = maxResults
        }

        /// The IDs of the vector stores.
        public var vectorStoreIDs: [String] {
            get { elements("vector_store_ids") }
            set { self["vector_store_ids"] = newValue }
        }

        /// The maximum number of results, from 1 to 50.
        public var maxResults: Int? {
            get { self["max_num_results"] }
            set { self["max_num_results"] = newValue }
        }

        /// The filter on file attributes.
        public var filters: JSONValue? {
            get { self["filters"] }
            set { self["filters"] = newValue }
        }

        /// The options for ranking results.
        public var rankingOptions: JSONValue? {
            get { self["ranking_options"] }
            set { self["ranking_options"] = newValue }
        }
    }

    /// A code interpreter tool, which runs the model's code in a container.
    public struct CodeInterpreter: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a code interpreter in a new container with the given files.
        public init(fileIDs: [String] = []) {
            var container: JSONObject = ["type": "auto"]
            if !fileIDs.isEmpty { container["file_ids"] = .array(fileIDs.map { .string($0) }) }
            json = ["type": "code_interpreter", "container": .object(container)]
        }

        /// Creates a code interpreter in an existing container.
        public init(containerID: String) {
            json = ["type": "code_interpreter", "container": .string(containerID)]
        }

        /// Either the ID of an existing container or the options for a new one.
        public var container: JSONValue? {
            get { self["container"] }
            set { self["container"] = newValue }
        }
    }

    /// An image generation tool.
    public struct ImageGeneration: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates an image generation tool.
        public init() { json = ["type": "image_generation"] }

        /// The image model.
        public var model: String? {
            get { self["model"] }
            set { self["model"] = newValue }
        }

        /// The size, such as `1024x1024`.
        public var size: String? {
            get { self["size"] }
            set { self["size"] = newValue }
        }

        /// The quality: `low`, `medium`, `high` or `auto`.
        public var quality: String? {
            get { self["quality"] }
            set { self["quality"] = newValue }
        }

        /// The format: `png`, `webp` or `jpeg`.
        public var outputFormat: String? {
            get { self["output_format"] }
            set { self["output_format"] = newValue }
        }

        /// The background: `transparent`, `opaque` or `auto`.
        public var background: String? {
            get { self["background"] }
            set { self["background"] = newValue }
        }

        /// The number of partial images in a stream, from 0 to 3.
        public var partialImages: Int? {
            get { self["partial_images"] }
            set { self["partial_images"] = newValue }
        }
    }

    /// An MCP server whose tools are called by the provider.
    public struct MCP: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a tool for an MCP server.
        public init(serverLabel: String, serverURL: String? = nil, connectorID: String? = nil) {
            json = ["type": "mcp", "server_label": .string(serverLabel)]
            self.serverURL = serverURL
            self.connectorID = connectorID
        }

        /// The label that identifies the server in calls.
        public var serverLabel: String {
            get { string("server_label") }
            set { self["server_label"] = newValue }
        }

        /// The URL of the server.
        public var serverURL: String? {
            get { self["server_url"] }
            set { self["server_url"] = newValue }
        }

        /// The ID of one of the provider's connectors.
        public var connectorID: String? {
            get { self["connector_id"] }
            set { self["connector_id"] = newValue }
        }

        /// The access token sent to the server.
        public var authorization: String? {
            get { self["authorization"] }
            set { self["authorization"] = newValue }
        }

        /// The header fields sent to the server.
        public var headers: [String: String]? {
            get { self["headers"] }
            set { self["headers"] = newValue }
        }

        /// A description of the server.
        public var serverDescription: String? {
            get { self["server_description"] }
            set { self["server_description"] = newValue }
        }

        /// Either the names of the allowed tools or a filter.
        public var allowedTools: JSONValue? {
            get { self["allowed_tools"] }
            set { self["allowed_tools"] = newValue }
        }

        /// The rule that determines which calls require approval: `always`, `never`, or a filter.
        public var requireApproval: JSONValue? {
            get { self["require_approval"] }
            set { self["require_approval"] = newValue }
        }

        /// Whether the tools are loaded only when a tool search finds them.
        public var isDeferred: Bool? {
            get { self["defer_loading"] }
            set { self["defer_loading"] = newValue }
        }
    }
}
