/// The usage of a call with images or audio, measured either in tokens or in seconds of audio.
public struct MediaUsage: JSONRecord {
    /// The unit in which a call is billed.
    public struct Unit: ExtensibleEnum {
        /// Tokens.
        public static let tokens = Unit(rawValue: "tokens")
        /// Seconds of input audio.
        public static let duration = Unit(rawValue: "duration")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a unit from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The members of the JSON object, in order.
    public var json: JSONObject

    /// Creates a usage value from its members.
    public init(json: JSONObject) { self.json = json }

    /// The unit, or `tokens` if the server does not report it.
    public var type: Unit { self["type"] ?? .tokens }

    /// The duration of the input audio in seconds, or `nil` if the usage is measured in tokens.
    public var seconds: Double? { self["seconds"].flatMap { (seconds: Double) in seconds >= 0 ? seconds : nil } }

    /// The number of input tokens.
    public var inputTokens: Int { counts?.inputTokens ?? 0 }

    /// The number of generated tokens.
    public var outputTokens: Int { counts?.outputTokens ?? 0 }

    /// The total number of tokens.
    public var totalTokens: Int { counts?.totalTokens ?? 0 }

    /// A breakdown of the input into text, image and audio tokens, or `nil` if the server does not report it.
    public var input: TokenUsage.InputDetails? { counts?.input }

    /// A breakdown of the output into text, image and audio tokens, or `nil` if the server does not report it.
    public var output: TokenUsage.OutputDetails? { counts?.output }

    /// The usage, in the format shared by all endpoints, or `nil` if the usage is measured in seconds.
    public var counts: TokenUsage? { TokenUsage(json: .object(json)) }
}
