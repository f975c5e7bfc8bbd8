/// What an operation knows about the tokens of its request, for bodies that are not JSON, such as an audio file.
public struct TokenBounds: Sendable, Hashable {
    /// The texts of the request whose tokens can be counted, such as a prompt.
    public var texts: [String]
    /// The most input tokens beside those of `texts`; nil when only the model's own limit bounds them.
    public var maximumInputTokens: Int?
    /// The most output tokens; nil when only the model's own limit bounds them.
    public var maximumOutputTokens: Int?

    /// Creates bounds.
    public init(texts: [String] = [], maximumInputTokens: Int? = nil, maximumOutputTokens: Int? = nil) {
        self.texts = texts
        self.maximumInputTokens = maximumInputTokens
        self.maximumOutputTokens = maximumOutputTokens
    }
}
