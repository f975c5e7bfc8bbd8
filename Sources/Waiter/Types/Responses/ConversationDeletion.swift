/// The result of deleting a conversation stored on the server.
public struct ConversationDeletion: Codable, Sendable, Hashable {
    /// The ID of the conversation.
    public var id: String
    /// Whether the conversation was deleted.
    public var deleted: Bool
    /// The object type, such as `conversation.deleted`.
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
