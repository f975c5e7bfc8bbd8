/// The result of deleting a fine-tuned model.
public struct ModelDeletion: Codable, Sendable, Hashable {
    /// The ID of the model.
    public var id: String
    /// Whether the model was deleted.
    public var deleted: Bool
    /// The object type, `model`.
    public var object: String

    /// Creates a result.
    public init(id: String, deleted: Bool, object: String = "model") {
        self.id = id
        self.deleted = deleted
        self.object = object
    }

    private enum CodingKeys: String, CodingKey { case id, deleted, object }

    /// Decodes a result. The `deleted` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.text(forKey: .id) ?? ""
        deleted = try container.decode(Bool.self, forKey: .deleted)
        object = try container.text(forKey: .object) ?? "model"
    }
}
