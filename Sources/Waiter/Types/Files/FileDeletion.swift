/// The result of deleting a file.
public struct FileDeletion: Codable, Sendable, Hashable {
    /// The ID of the file.
    public var id: String
    /// Whether the file was deleted.
    public var deleted: Bool
    /// The object type, `file`.
    public var object = "file"

    /// Creates a result.
    public init(id: String, deleted: Bool) {
        self.id = id
        self.deleted = deleted
    }

    /// Decodes a result. The `deleted` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.text(forKey: .id) ?? ""
        deleted = try container.decode(Bool.self, forKey: .deleted)
        object = try container.text(forKey: .object) ?? "file"
    }

    private enum CodingKeys: String, CodingKey { case id, deleted, object }
}
