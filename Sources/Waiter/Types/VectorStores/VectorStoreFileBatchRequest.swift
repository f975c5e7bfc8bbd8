/// A request that adds files to a vector store: `POST /vector_stores/{id}/file_batches`.
public struct VectorStoreFileBatchRequest: Codable, Sendable, Hashable {
    /// The IDs of up to 2,000 files. All of these files use `chunkingStrategy` and `attributes`.
    public var fileIDs: [String]?
    /// Up to 2,000 files, each with its own chunking strategy and attributes.
    public var files: [VectorStoreFileRequest]?
    /// The chunking strategy, or `nil` for the server's default. The strategy applies only to the files in `fileIDs`.
    public var chunkingStrategy: ChunkingStrategy?
    /// Up to 16 attributes that searches can filter by. The attributes apply only to the files in `fileIDs`.
    public var attributes: [String: JSONValue]?

    /// Creates a request for files that share a chunking strategy and attributes.
    public init(
        fileIDs: [String],
        chunkingStrategy: ChunkingStrategy? = nil,
        attributes: [String: JSONValue]? = nil
    ) {
        self.fileIDs = fileIDs
        self.chunkingStrategy = chunkingStrategy
        self.attributes = attributes
    }

    /// Creates a request for files that each have their own chunking strategy and attributes.
    public init(files: [VectorStoreFileRequest]) {
        self.files = files
    }

    private enum CodingKeys: String, CodingKey {
        case files, attributes
        case fileIDs = "file_ids"
        case chunkingStrategy = "chunking_strategy"
    }
}
