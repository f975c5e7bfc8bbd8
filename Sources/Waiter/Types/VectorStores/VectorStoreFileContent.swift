/// The text of a file in a vector store, as extracted by the server.
public struct VectorStoreFileContent: Codable, Sendable, Hashable {
    /// The parts of the content.
    public var data: [VectorStoreContentPart]
    /// Whether the server has more content.
    public var hasMore: Bool
    /// The token for the next page, or `nil` at the end.
    public var nextPage: String?
    /// The object type, `vector_store.file_content.page`.
    public var object: String

    /// The text of all parts, joined by line feeds.
    public var text: String { data.compactMap(\.text).joined(separator: "\n") }

    private enum CodingKeys: String, CodingKey {
        case data, object
        case hasMore = "has_more"
        case nextPage = "next_page"
    }

    /// Decodes the content. The `data` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        data = try container.decode([VectorStoreContentPart]?.self, forKey: .data) ?? []
        hasMore = container.side(Bool.self, forKey: .hasMore) ?? false
        nextPage = try container.text(forKey: .nextPage)
        object = try container.text(forKey: .object) ?? "vector_store.file_content.page"
    }
}
