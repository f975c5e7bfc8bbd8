/// How likely the tokens of an answer were.
public struct ChatLogprobs: Codable, Sendable, Hashable {
    /// The tokens of the message's content.
    public var content: [TokenLogprob]?
    /// The tokens of the message's refusal.
    public var refusal: [TokenLogprob]?

    /// Makes the likelihoods of a content, a refusal, or both.
    public init(content: [TokenLogprob]? = nil, refusal: [TokenLogprob]? = nil) {
        self.content = content
        self.refusal = refusal
    }

    private enum CodingKeys: String, CodingKey { case content, refusal }

    /// Reads likelihoods; tokens that are none are dropped.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        content = container.side(JSONValue.self, forKey: .content)?.tokens
        refusal = container.side(JSONValue.self, forKey: .refusal)?.tokens
    }
}

extension JSONValue {
    fileprivate var tokens: [TokenLogprob]? { arrayValue == nil ? nil : readableObjects(TokenLogprob.self) }
}
