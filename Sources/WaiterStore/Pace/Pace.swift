/// How fast the calls of a meter may follow one another, whichever process on this machine makes them.
///
/// Calls that would be too fast wait, those of a higher `MeteringOptions.priority` before the others, and otherwise in the
/// order in which they came. Each server, profile and model has a pace of its own.
public struct Pace: Sendable, Hashable {
    /// The most requests a minute; nil for what the server allows.
    public var requestsPerMinute: Int?
    /// The most tokens a minute, those of answers included; nil for what the server allows.
    public var tokensPerMinute: Int?
    /// Whether the `x-ratelimit-*` headers of responses make it slower, or, where nothing is set, what it is.
    public var learns: Bool

    /// Makes a pace; without arguments it is what the server's headers say.
    public init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil, learns: Bool = true) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
        self.learns = learns
    }
}
