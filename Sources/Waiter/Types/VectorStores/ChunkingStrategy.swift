/// The strategy for dividing a file into chunks, which are the units of search.
public enum ChunkingStrategy: Sendable, Hashable {
    /// The server's default, currently 800 tokens with an overlap of 400.
    case auto
    /// Chunks of a fixed size in tokens, from 100 to 4,096, with an overlap of at most half that size.
    case fixed(maxTokens: Int, overlapTokens: Int)
    /// Any other strategy, as raw JSON. For example, files that were indexed before chunking strategies existed have
    /// the strategy `other`.
    case other(JSONValue)
}

extension ChunkingStrategy: Codable {
    /// Creates a strategy from JSON.
    public init(json: JSONValue) {
        let fixed = json["static"]
        switch (json["type"]?.stringValue, fixed?["max_chunk_size_tokens"]?.intValue) {
        case ("auto", _): self = .auto
        case ("static", let size?):
            self = .fixed(maxTokens: size, overlapTokens: fixed?["chunk_overlap_tokens"]?.intValue ?? 0)
        default: self = .other(json)
        }
    }

    /// The strategy as JSON.
    public var json: JSONValue {
        switch self {
        case .auto: ["type": "auto"]
        case .fixed(let size, let overlap):
            [
                "type": "static",
                "static": [
                    "max_chunk_size_tokens": .integer(Int64(size)), "chunk_overlap_tokens": .integer(Int64(overlap)),
                ],
            ]
        case .other(let json): json
        }
    }

    /// Decodes a strategy of any type.
    public init(from decoder: any Decoder) throws {
        self.init(json: try JSONValue(from: decoder))
    }

    /// Encodes the strategy.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}
