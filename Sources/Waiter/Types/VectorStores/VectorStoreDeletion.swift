/// The result of deleting a vector store, or of removing a file from a vector store.
public struct VectorStoreDeletion: Codable, Sendable, Hashable {
    /// The ID of the store or file.
    public var id: String
    /// Whether the store or file was deleted.
    public var deleted: Bool
    /// The object type: `vector_store.deleted` or `vector_store.file.deleted`.
    public var object: String

    private enum CodingKeys: String, CodingKey { case id, deleted, object }

    /// Decodes a result. The `deleted` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.text(forKey: .id) ?? ""
        deleted = try container.decode(Bool.self, forKey: .deleted)
        object = try container.text(forKey: .object) ?? ""
    }
}
