/// A request that adds a file to a vector store: `POST /vector_stores/{id}/files`.
///
///     let request = VectorStoreFileRequest(fileID: file.id, attributes: ["region": "us", "year": 2026])
public struct VectorStoreFileRequest: Codable, Sendable, Hashable {
    /// The ID of an uploaded file.
    public var fileID: String
    /// The chunking strategy, or `nil` for the server's default.
    public var chunkingStrategy: ChunkingStrategy?
    /// Up to 16 attributes that searches can filter by: strings, numbers and Booleans.
    public var attributes: [String: JSONValue]?

    /// Creates a request.
    public init(
        fileID: String,
        chunkingStrategy: ChunkingStrategy? = nil,
        attributes: [String: JSONValue]? = nil
    ) {
        self.fileID = fileID
        self.chunkingStrategy = chunkingStrategy
        self.attributes = attributes
    }

    private enum CodingKeys: String, CodingKey {
        case attributes
        case fileID = "file_id"
        case chunkingStrategy = "chunking_strategy"
    }
}
