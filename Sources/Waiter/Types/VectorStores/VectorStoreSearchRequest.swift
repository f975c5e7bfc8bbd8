/// A vector store search: `POST /vector_stores/{id}/search`.
///
///     var request = VectorStoreSearchRequest("How many days of leave do I have?")
///     request.maxResults = 5
///     request.filters = .attribute("region", .equal, "us")
public struct VectorStoreSearchRequest: Codable, Sendable, Hashable {
    /// One or more strings to search for.
    public enum Query: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
        /// A single string.
        case text(String)
        /// Several strings.
        case texts([String])

        /// Creates a query from a single string.
        public init(stringLiteral value: String) { self = .text(value) }

        /// Creates a query from several strings.
        public init(arrayLiteral elements: String...) { self = .texts(elements) }
    }

    /// The options for ranking results.
    public struct RankingOptions: Codable, Sendable, Hashable {
        /// A ranker.
        public struct Ranker: ExtensibleEnum {
            /// The ranker that the server chooses.
            public static let auto = Ranker(rawValue: "auto")
            /// No re-ranking, which makes the search faster.
            public static let none = Ranker(rawValue: "none")
            /// The ranker from November 2024.
            public static let default20241115 = Ranker(rawValue: "default-2024-11-15")

            /// The string sent on the wire.
            public let rawValue: String

            /// Creates a ranker from the string sent on the wire; unknown values are allowed.
            public init(rawValue: String) { self.rawValue = rawValue }
        }

        /// The ranker, or `nil` to let the server choose.
        public var ranker: Ranker?
        /// The minimum score, from 0 to 1. Results with a lower score are omitted.
        public var scoreThreshold: Double?

        /// Creates options.
        public init(ranker: Ranker? = nil, scoreThreshold: Double? = nil) {
            self.ranker = ranker
            self.scoreThreshold = scoreThreshold
        }

        private enum CodingKeys: String, CodingKey {
            case ranker
            case scoreThreshold = "score_threshold"
        }
    }

    /// The string or strings to search for.
    public var query: Query
    /// Whether the server may rewrite the query for a vector search.
    public var rewriteQuery: Bool?
    /// The maximum number of results, from 1 to 50. The default is 10.
    public var maxResults: Int?
    /// The condition that a file's attributes must meet.
    public var filters: VectorStoreFilter?
    /// The options for ranking results.
    public var rankingOptions: RankingOptions?

    /// Creates a search for a single string. Other parameters can be set as properties.
    public init(_ text: String) {
        query = .text(text)
    }

    /// Creates a search for one or more strings.
    public init(query: Query) {
        self.query = query
    }

    private enum CodingKeys: String, CodingKey {
        case query, filters
        case rewriteQuery = "rewrite_query"
        case maxResults = "max_num_results"
        case rankingOptions = "ranking_options"
    }
}

extension VectorStoreSearchRequest.Query: Codable {
    /// Decodes a string or an array of strings.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .texts(try container.decode([String].self))
        }
    }

    /// Encodes a string or an array of strings.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .texts(let texts): try container.encode(texts)
        }
    }
}
