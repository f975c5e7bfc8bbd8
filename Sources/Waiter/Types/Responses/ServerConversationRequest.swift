/// A request to create a conversation stored on the server: `POST /conversations`.
public struct ServerConversationRequest: Codable, Sendable, Hashable {
    /// Up to 20 initial items for the conversation.
    public var items: [ResponseItem]?
    /// Up to 16 key-value pairs to store with the conversation.
    public var metadata: [String: String]?

    /// Creates a request.
    public init(items: [ResponseItem]? = nil, metadata: [String: String]? = nil) {
        self.items = items
        self.metadata = metadata
    }

    private enum CodingKeys: String, CodingKey { case items, metadata }
}
