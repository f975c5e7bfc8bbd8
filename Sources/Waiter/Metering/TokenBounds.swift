/// What an operation knows about the tokens of its request, for bodies that are not JSON, such as an audio file.
public struct TokenBounds: Sendable, Hashable {
    /// The texts of the request whose tokens can be counted, such as a prompt.
    public var texts: [String]
    /// The most input tokens beside those of `texts`; nil when only the model's own limit bounds them.
    public var maxInputTokens: Int?
    /// The most output tokens; nil when only the model's own limit bounds them.
    public var maxOutputTokens: Int?

    /// Creates bounds.
    public init(texts: [String] = [], maxInputTokens: Int? = nil, maxOutputTokens: Int? = nil) {
        self.texts = texts
        self.maxInputTokens = maxInputTokens
        self.maxOutputTokens = maxOutputTokens
    }
}
