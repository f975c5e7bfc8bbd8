extension ResponseItem {
    /// A web search on the server.
    public struct WebSearchCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The status of the search.
        public var status: Status? { self["status"] }

        /// The action: searching the web, opening a page, or searching within a page.
        public var action: WebSearchAction? { self["action"] }
    }

    /// An action in a web search.
    public struct WebSearchAction: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The type: `search`, `open_page` or `find_in_page`.
        public var type: String { string("type") }

        /// The search query.
        public var query: String? { self["query"] }

        /// The search queries.
        public var queries: [String] { elements("queries") }

        /// The URL of the opened page.
        public var url: String? { self["url"] }

        /// The text searched for within the page.
        public var pattern: String? { self["pattern"] }

        /// The sources of the search. To request them, use `ResponseInclude.webSearchSources`.
        public var sources: [JSONValue] { elements("sources") }
    }

    /// A vector store search on the server.
    public struct FileSearchCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The status of the search.
        public var status: Status? { self["status"] }

        /// The search queries.
        public var queries: [String] { elements("queries") }

        /// The results of the search. To request them, use `ResponseInclude.fileSearchResults`.
        public var results: [FileSearchResult] { elements("results") }
    }

    /// A result of a file search.
    public struct FileSearchResult: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID of the file.
        public var fileID: String? { self["file_id"] }

        /// The name of the file.
        public var filename: String? { self["filename"] }

        /// The text that the search found.
        public var text: String { string("text") }

        /// The relevance, from 0 to 1.
        public var score: Double? { self["score"] }

        /// The attributes of the file.
        public var attributes: JSONValue? { self["attributes"] }
    }

    /// The execution of a program on the server.
    public struct CodeInterpreterCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The status of the call.
        public var status: Status? { self["status"] }

        /// The source code of the program.
        public var code: String? { self["code"] }

        /// The ID of the container in which the program ran.
        public var containerID: String? { self["container_id"] }

        /// The outputs of the program. To request them, use `ResponseInclude.codeInterpreterOutputs`.
        public var outputs: [JSONValue] { elements("outputs") }
    }

    /// Image generation on the server.
    public struct ImageGenerationCall: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The status of the call.
        public var status: Status? { self["status"] }

        /// The image, encoded in base64.
        public var result: String? { self["result"] }

        /// The prompt as revised by the model.
        public var revisedPrompt: String? { self["revised_prompt"] }
    }
}
