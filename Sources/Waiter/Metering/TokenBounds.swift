/// The token bounds of a request whose body is not JSON, such as an audio file.
public struct TokenBounds: Sendable, Hashable {
    /// The parts of the request whose tokens can be counted, such as a prompt.
    public var texts: [String]
    /// The maximum number of input tokens in addition to the tokens of `texts`, or `nil` if only the model limits the
    /// number.
    public var maxInputTokens: Int?
    /// The maximum number of output tokens, or `nil` if only the model limits the number.
    public var maxOutputTokens: Int?
    /// The maximum duration of the input audio in seconds, or `nil` if it is unknown or there is no input audio.
    public var maxAudioSeconds: Int?
    /// The number of images to generate, or `nil` for other requests.
    public var imageCount: Int?

    /// Creates bounds.
    public init(texts: [String] = [], maxInputTokens: Int? = nil, maxOutputTokens: Int? = nil) {
        self.texts = texts
        self.maxInputTokens = maxInputTokens
        self.maxOutputTokens = maxOutputTokens
    }
}
