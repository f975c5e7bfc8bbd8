/// The token bounds of a request whose body is not JSON, such as an audio file.
public struct TokenBounds: Sendable, Hashable {
    /// The texts in the request whose tokens can be counted, such as a prompt.
    public var texts: [String]
    /// The maximum number of input tokens besides those of `texts`; `nil` if only the model limits them.
    public var maxInputTokens: Int?
    /// The maximum number of output tokens; `nil` if only the model limits them.
    public var maxOutputTokens: Int?

    /// Creates bounds.
    public init(texts: [String] = [], maxInputTokens: Int? = nil, maxOutputTokens: Int? = nil) {
        self.texts = texts
        self.maxInputTokens = maxInputTokens
        self.maxOutputTokens = maxOutputTokens
    }
}
