/// The form in which embeddings go over the wire.
public struct EmbeddingFormat: ExtensibleEnum {
    /// Arrays of numbers.
    public static let float = EmbeddingFormat(rawValue: "float")
    /// Base64 of little-endian 32-bit floats: a third of the bytes, and the fastest to decode.
    public static let base64 = EmbeddingFormat(rawValue: "base64")

    /// The text on the wire.
    public let rawValue: String

    /// Creates a format from its text on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
