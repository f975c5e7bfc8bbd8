/// The encoding of a model, and whether that is known.
public struct ModelEncoding: Sendable, Hashable {
    /// The name that was asked for.
    public let model: String
    /// The encoding of its texts.
    public let encoding: TokenEncoding
    /// Whether nothing is published about this model, so that the encoding of the newest known models was taken.
    public let isAssumed: Bool
}
