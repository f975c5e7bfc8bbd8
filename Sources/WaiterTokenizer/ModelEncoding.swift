/// The encoding of a model, and whether it is published or assumed.
public struct ModelEncoding: Sendable, Hashable {
    /// The requested model name.
    public let model: String
    /// The encoding of the model.
    public let encoding: TokenEncoding
    /// Whether no encoding is published for this model, so that the encoding of the newest known models is used.
    public let isAssumed: Bool
}
