/// Options for a streamed completion.
public struct StreamOptions: Codable, Sendable, Hashable {
    /// Whether the last chunk reports the usage of the whole request.
    public var includeUsage: Bool?
    /// Whether chunks are padded to hide the text's length from network observers. The default is `true`.
    public var includeObfuscation: Bool?

    /// Creates stream options.
    public init(includeUsage: Bool? = nil, includeObfuscation: Bool? = nil) {
        self.includeUsage = includeUsage
        self.includeObfuscation = includeObfuscation
    }

    private enum CodingKeys: String, CodingKey {
        case includeUsage = "include_usage"
        case includeObfuscation = "include_obfuscation"
    }
}
