/// A token with its log probability and its most likely alternatives.
public struct TokenLogprob: Codable, Sendable, Hashable {
    /// The token's text. Incomplete characters can appear as replacement characters.
    public var token: String
    /// The natural logarithm of the probability.
    ///
    /// OpenAI and vLLM send -9999 for very unlikely tokens. Missing values are also decoded as -9999.
    public var logprob: Double
    /// The token's UTF-8 bytes, or `nil` if the server does not send any. A character can span several tokens.
    public var bytes: [UInt8]?
    /// The most likely tokens at this position. The request's `topLogprobs` determines how many there are.
    public var topLogprobs: [Alternative]

    /// One of the most likely tokens at a position.
    public struct Alternative: Codable, Sendable, Hashable {
        /// The token's text.
        public var token: String
        /// The natural logarithm of the probability.
        public var logprob: Double
        /// The token's UTF-8 bytes, or `nil` if the server does not send any.
        public var bytes: [UInt8]?

        /// Creates an alternative.
        public init(token: String, logprob: Double, bytes: [UInt8]? = nil) {
            self.token = token
            self.logprob = logprob
            self.bytes = bytes
        }

        /// Decodes an alternative from an object. All members are optional.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            token = try container.text(forKey: .token) ?? ""
            logprob = container.side(Double.self, forKey: .logprob) ?? TokenLogprob.unmeasured
            bytes = container.bytes()
        }
    }

    /// Creates a token with its log probability.
    public init(token: String, logprob: Double, bytes: [UInt8]? = nil, topLogprobs: [Alternative] = []) {
        self.token = token
        self.logprob = logprob
        self.bytes = bytes
        self.topLogprobs = topLogprobs
    }

    fileprivate enum CodingKeys: String, CodingKey {
        case token, logprob, bytes
        case topLogprobs = "top_logprobs"
    }

    static let unmeasured = -9999.0

    /// Decodes a token from an object. All members are optional.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        token = try container.text(forKey: .token) ?? ""
        logprob = container.side(Double.self, forKey: .logprob) ?? Self.unmeasured
        bytes = container.bytes()
        topLogprobs = container.sideList(Alternative.self, forKey: .topLogprobs)
    }
}

extension TokenLogprob.Alternative {
    fileprivate typealias CodingKeys = TokenLogprob.CodingKeys

    /// Encodes the alternative.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(token, forKey: .token)
        try container.encode(logprob, forKey: .logprob)
        try container.encode(bytes, forKey: .bytes)
    }
}

extension KeyedDecodingContainer<TokenLogprob.CodingKeys> {
    /// Returns the bytes, or `nil` if the bytes are absent or if any value is out of range.
    fileprivate func bytes() -> [UInt8]? {
        guard let numbers = side([Int].self, forKey: .bytes) else { return nil }
        let bytes = numbers.compactMap(UInt8.init(exactly:))
        return bytes.count == numbers.count ? bytes : nil
    }
}
