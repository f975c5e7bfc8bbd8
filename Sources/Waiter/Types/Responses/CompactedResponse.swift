/// A compacted conversation. Its output serves as the input for the next request.
public struct CompactedResponse: Codable, Sendable, Hashable {
    /// The ID, or an empty string if the server does not send one.
    public var id: String
    /// The items that replace the conversation, including a compaction item.
    public var output: [ResponseItem]
    /// The creation time in seconds since 1970.
    public var createdAt: Int?
    /// The token usage, or `nil` if the server does not report it.
    public var usage: ResponseUsage?
    /// The object type, `response.compaction`.
    public var object: String

    /// Creates a compacted conversation.
    public init(id: String = "", output: [ResponseItem], usage: ResponseUsage? = nil) {
        self.id = id
        self.output = output
        self.usage = usage
        object = "response.compaction"
    }

    private enum CodingKeys: String, CodingKey {
        case id, object, output, usage
        case createdAt = "created_at"
    }

    /// Decodes a compacted conversation. The `output` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = container.side(String.self, forKey: .id) ?? ""
        object = container.side(String.self, forKey: .object) ?? "response.compaction"
        output = try container.decode([ResponseItem].self, forKey: .output)
        createdAt = (try? container.integer(forKey: .createdAt)) ?? nil
        usage = container.side(ResponseUsage.self, forKey: .usage)
    }
}
