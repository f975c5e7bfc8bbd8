/// The number of input tokens in a request.
public struct InputTokenCount: Codable, Sendable, Hashable {
    /// The number of tokens.
    public var inputTokens: Int
    /// The object type, `response.input_tokens`.
    public var object: String

    /// Creates a count.
    public init(inputTokens: Int) {
        self.inputTokens = inputTokens
        object = "response.input_tokens"
    }

    /// Decodes a count. The `input_tokens` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        inputTokens = try container.decode(Int.self, forKey: .inputTokens)
        object = container.side(String.self, forKey: .object) ?? "response.input_tokens"
    }

    private enum CodingKeys: String, CodingKey {
        case object
        case inputTokens = "input_tokens"
    }
}
