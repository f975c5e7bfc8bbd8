/// The result of deleting a response.
public struct ResponseDeletion: Codable, Sendable, Hashable {
    /// The ID of the response.
    public var id: String
    /// Whether the response was deleted.
    public var deleted: Bool
    /// The object type, such as `response`.
    public var object: String?

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
        object = container.side(String.self, forKey: .object)
    }

    private enum CodingKeys: String, CodingKey { case id, object, deleted }
}
