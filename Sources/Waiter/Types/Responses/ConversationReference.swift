/// A reference to a conversation stored on the server. The conversation is identified by its ID.
public struct ConversationReference: Codable, Sendable, Hashable, ExpressibleByStringLiteral {
    /// The ID of the conversation.
    public var id: String

    /// Creates a reference from the ID of a conversation.
    public init(id: String) { self.id = id }

    /// Creates a reference from the ID of a conversation.
    public init(stringLiteral value: String) { id = value }

    private enum CodingKeys: String, CodingKey { case id }

    /// Decodes an ID or an object with an ID.
    public init(from decoder: any Decoder) throws {
        if let id = try? decoder.singleValueContainer().decode(String.self) {
            self.id = id
        } else {
            id = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .id)
        }
    }

    /// Encodes the ID.
    public func encode(to encoder: any Encoder) throws { try id.encode(to: encoder) }
}
