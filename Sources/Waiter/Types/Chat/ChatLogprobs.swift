/// The log probabilities of an answer's tokens.
public struct ChatLogprobs: Codable, Sendable, Hashable {
    /// The log probabilities of the content's tokens.
    public var content: [TokenLogprob]?
    /// The log probabilities of the refusal's tokens.
    public var refusal: [TokenLogprob]?

    /// Creates log probabilities.
    public init(content: [TokenLogprob]? = nil, refusal: [TokenLogprob]? = nil) {
        self.content = content
        self.refusal = refusal
    }

    private enum CodingKeys: String, CodingKey { case content, refusal }

    /// Decodes log probabilities, skipping malformed tokens.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        content = container.side(JSONValue.self, forKey: .content)?.tokens
        refusal = container.side(JSONValue.self, forKey: .refusal)?.tokens
    }
}

extension JSONValue {
    fileprivate var tokens: [TokenLogprob]? { arrayValue == nil ? nil : readableObjects(TokenLogprob.self) }
}
