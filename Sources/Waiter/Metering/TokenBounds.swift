/// The token bounds of a request whose body is not JSON, such as an audio file.
public struct TokenBounds: Sendable, Hashable {
    /// The parts of the request whose tokens can be counted, such as a prompt.
    public var texts: [String]
    /// The maximum number of input tokens in addition to those of `texts`; `nil` if only the model limits them.
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
