/// What became of a fine-tuned model that was to be deleted.
public struct ModelDeletion: Codable, Sendable, Hashable {
    /// The model's ID.
    public var id: String
    /// Whether it is deleted.
    public var deleted: Bool
    /// The kind of object, `model`.
    public var object: String

    /// Makes the answer to a deletion.
    public init(id: String, deleted: Bool, object: String = "model") {
        self.id = id
        self.deleted = deleted
        self.object = object
    }

    private enum CodingKeys: String, CodingKey { case id, object, deleted }

    /// Reads the answer, which needs `deleted`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.text(forKey: .id) ?? ""
        deleted = try container.decode(Bool.self, forKey: .deleted)
        object = try container.text(forKey: .object) ?? "model"
    }
}
