/// A model's encoding, and whether it is published or assumed.
public struct ModelEncoding: Sendable, Hashable {
    /// The requested model name.
    public let model: String
    /// The model's encoding.
    public let encoding: TokenEncoding
    /// Whether the encoding is assumed. If no encoding has been published for a model, the encoding of the newest known
    /// models is assumed.
    public let isAssumed: Bool
}
