/// The encoding of a model, and whether it is published or assumed.
public struct ModelEncoding: Sendable, Hashable {
    /// The requested model name.
    public let model: String
    /// The encoding of the model.
    public let encoding: TokenEncoding
    /// Whether the encoding is assumed. If no encoding is published for a model, the encoding of the newest known
    /// models is used.
    public let isAssumed: Bool
}
