/// How likely a token was, and which others stood beside it.
public struct TokenLogprob: Codable, Sendable, Hashable {
    /// The token's text; half of a character may stand here as a replacement character.
    public var token: String
    /// The natural logarithm of the probability.
    ///
    /// OpenAI and vLLM write -9999 for a token too unlikely to be measured, which is also what a missing value reads as.
    public var logprob: Double
    /// The token's UTF-8 bytes, of which several tokens may be needed for one character; nil when the server gave none.
    public var bytes: [UInt8]?
    /// The likeliest tokens at this place, as many as the request's `topLogprobs` asked for.
    public var topLogprobs: [Alternative]

    /// One of the likeliest tokens at a place.
    public struct Alternative: Codable, Sendable, Hashable {
        /// The token's text.
        public var token: String
        /// The natural logarithm of the probability.
        public var logprob: Double
        /// The token's UTF-8 bytes, or nil when the server gave none.
        public var bytes: [UInt8]?

        /// Makes an alternative.
        public init(token: String, logprob: Double, bytes: [UInt8]? = nil) {
            self.token = token
            self.logprob = logprob
            self.bytes = bytes
        }

        /// Reads an alternative; all but the shape of an object may be missing.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            token = try container.text(forKey: .token) ?? ""
            logprob = container.side(Double.self, forKey: .logprob) ?? TokenLogprob.unmeasured
            bytes = container.bytes()
        }
    }

    /// Makes a token with its likelihood.
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

    /// Reads a token; all but the shape of an object may be missing.
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

    /// Writes the alternative.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(token, forKey: .token)
        try container.encode(logprob, forKey: .logprob)
        try container.encode(bytes, forKey: .bytes)
    }
}

extension KeyedDecodingContainer<TokenLogprob.CodingKeys> {
    /// The bytes, or nil when they are absent or one is none.
    fileprivate func bytes() -> [UInt8]? {
        guard let numbers = side([Int].self, forKey: .bytes) else { return nil }
        let bytes = numbers.compactMap(UInt8.init(exactly:))
        return bytes.count == numbers.count ? bytes : nil
    }
}
