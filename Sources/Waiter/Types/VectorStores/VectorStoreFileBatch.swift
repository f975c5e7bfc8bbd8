/// A batch of files that are added to a vector store together.
public struct VectorStoreFileBatch: Codable, Sendable, Hashable, Identifiable {
    /// The state of a batch.
    public typealias Status = VectorStoreFile.Status

    /// The batch's ID.
    public var id: String
    /// The creation time in seconds since 1970.
    public var createdAt: Int?
    /// The ID of the vector store.
    public var vectorStoreID: String
    /// The state of the batch.
    public var status: Status
    /// The number of files in each state.
    public var fileCounts: VectorStore.FileCounts
    /// The object type, `vector_store.files_batch`.
    public var object: String

    private enum CodingKeys: String, CodingKey {
        case id, status, object
        case createdAt = "created_at"
        case vectorStoreID = "vector_store_id"
        case fileCounts = "file_counts"
    }

    /// Decodes a batch. The `id` and `status` members are required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        status = try container.decode(Status.self, forKey: .status)
        createdAt = try container.integer(forKey: .createdAt)
        vectorStoreID = try container.text(forKey: .vectorStoreID) ?? ""
        fileCounts = container.side(VectorStore.FileCounts.self, forKey: .fileCounts) ?? VectorStore.FileCounts()
        object = try container.text(forKey: .object) ?? "vector_store.files_batch"
    }
}
