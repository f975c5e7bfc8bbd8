/// The results of a vector store search, best first.
public struct VectorStoreSearchResults: Codable, Sendable, Hashable {
    /// A file in which a search found chunks of text.
    public struct Result: Codable, Sendable, Hashable {
        /// The ID of the file.
        public var fileID: String
        /// The name of the file.
        public var filename: String
        /// The similarity, from 0 to 1.
        public var score: Double
        /// The attributes of the file: strings, numbers and Booleans.
        public var attributes: [String: JSONValue]?
        /// The chunks that the search found.
        public var content: [VectorStoreContentPart]

        /// The text of all chunks, joined by line feeds.
        public var text: String { content.compactMap(\.text).joined(separator: "\n") }

        private enum CodingKeys: String, CodingKey {
            case filename, score, attributes, content
            case fileID = "file_id"
        }

        /// Decodes a result. The `content` member is required.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            fileID = try container.text(forKey: .fileID) ?? ""
            filename = try container.text(forKey: .filename) ?? ""
            score = container.side(Double.self, forKey: .score) ?? 0
            attributes = container.side([String: JSONValue].self, forKey: .attributes)
            content = try container.decode([VectorStoreContentPart].self, forKey: .content)
        }
    }

    /// The strings that were searched for. The server may have rewritten them.
    public var searchQuery: [String]
    /// The results, best first.
    public var data: [Result]
    /// Whether the server has more results.
    public var hasMore: Bool
    /// The token for the next page, or `nil` at the end.
    public var nextPage: String?
    /// The object type, `vector_store.search_results.page`.
    public var object: String

    private enum CodingKeys: String, CodingKey {
        case data, object
        case searchQuery = "search_query"
        case hasMore = "has_more"
        case nextPage = "next_page"
    }

    /// Decodes results. The `data` member is required. A single `search_query` can be a string instead of an array.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        data = try container.decode([Result]?.self, forKey: .data) ?? []
        let query = container.side(JSONValue.self, forKey: .searchQuery)
        searchQuery = query?.stringValue.map { [$0] } ?? query?.arrayValue?.compactMap(\.stringValue) ?? []
        hasMore = container.side(Bool.self, forKey: .hasMore) ?? false
        nextPage = try container.text(forKey: .nextPage)
        object = try container.text(forKey: .object) ?? "vector_store.search_results.page"
    }
}

extension VectorStoreSearchResults: RandomAccessCollection {
    /// The position of the first result.
    public var startIndex: Int { data.startIndex }
    /// The position after the last result.
    public var endIndex: Int { data.endIndex }
    /// Accesses the result at the given position.
    public subscript(position: Int) -> Result { data[position] }
}
