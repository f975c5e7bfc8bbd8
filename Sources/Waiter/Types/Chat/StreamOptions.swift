/// How a completion is streamed.
public struct StreamOptions: Codable, Sendable, Hashable {
    /// Whether a last chunk brings the usage of the whole request.
    public var includeUsage: Bool?
    /// Whether filling hides the length of the text from who watches the line; on when nil.
    public var includeObfuscation: Bool?

    /// Makes options, all of them optional.
    public init(includeUsage: Bool? = nil, includeObfuscation: Bool? = nil) {
        self.includeUsage = includeUsage
        self.includeObfuscation = includeObfuscation
    }

    private enum CodingKeys: String, CodingKey {
        case includeUsage = "include_usage"
        case includeObfuscation = "include_obfuscation"
    }
}
