/// The encoding of a model, and whether that is known.
public struct ModelEncoding: Sendable, Hashable {
    public let model: String
    public let encoding: Encoding
    /// Whether nothing is published about this model, so that the encoding of the newest known models was taken.
    public let isAssumed: Bool
}
