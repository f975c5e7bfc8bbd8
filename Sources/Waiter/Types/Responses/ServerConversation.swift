/// A conversation stored on the server. Each response adds its items to the conversation.
public struct ServerConversation: Codable, Sendable, Hashable {
    /// The ID, which requests use to refer to the conversation.
    public var id: String
    /// The creation time in seconds since 1970.
    public var createdAt: Int?
    /// Up to 16 key-value pairs stored with the conversation.
    public var metadata: [String: String]?
    /// The object type, `conversation`.
    public var object: String

    /// Creates a conversation.
    public init(id: String, metadata: [String: String]? = nil) {
        self.id = id
        self.metadata = metadata
        object = "conversation"
    }

    private enum CodingKeys: String, CodingKey {
        case id, object, metadata
        case createdAt = "created_at"
    }

    /// Decodes a conversation. The `id` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        object = container.side(String.self, forKey: .object) ?? "conversation"
        createdAt = (try? container.integer(forKey: .createdAt)) ?? nil
        metadata = container.texts(forKey: .metadata)
    }
}
