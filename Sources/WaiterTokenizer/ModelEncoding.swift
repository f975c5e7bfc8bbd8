/// The encoding of a model and whether the encoding is published or assumed.
public struct ModelEncoding: Sendable, Hashable {
    /// The requested model name.
    public let model: String
    /// The encoding of the model.
    public let encoding: TokenEncoding
    /// Whether the encoding is assumed. If no encoding has been published for a model, the encoding of the newest known
    /// models is assumed.
    public let isAssumed: Bool
}
