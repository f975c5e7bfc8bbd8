/// A request to create a vector store: `POST /vector_stores`.
///
///     var request = VectorStoreRequest(name: "Handbook", fileIDs: [file.id])
///     request.expiresAfter = VectorStoreExpiration(days: 7)
public struct VectorStoreRequest: Codable, Sendable, Hashable {
    /// The name of the store.
    public var name: String?
    /// A description of the store, which helps a model decide when to search it.
    public var description: String?
    /// The IDs of up to 500 files to add to the store when it is created.
    public var fileIDs: [String]?
    /// The chunking strategy for the files in `fileIDs`, or `nil` for the server's default.
    public var chunkingStrategy: ChunkingStrategy?
    /// The period of inactivity after which the store expires, or `nil` if it does not expire.
    public var expiresAfter: VectorStoreExpiration?
    /// Up to 16 key-value pairs to store with the vector store.
    public var metadata: [String: String]?

    /// Creates a request. Other parameters can be set as properties.
    public init(name: String? = nil, fileIDs: [String]? = nil) {
        self.name = name
        self.fileIDs = fileIDs
    }

    private enum CodingKeys: String, CodingKey {
        case name, description, metadata
        case fileIDs = "file_ids"
        case chunkingStrategy = "chunking_strategy"
        case expiresAfter = "expires_after"
    }
}
