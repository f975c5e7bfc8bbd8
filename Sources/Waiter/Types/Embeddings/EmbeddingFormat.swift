/// The wire format of embedding vectors.
public struct EmbeddingFormat: ExtensibleEnum {
    /// Arrays of numbers.
    public static let float = EmbeddingFormat(rawValue: "float")
    /// Base64-encoded little-endian 32-bit floats. They take a third of the space of number arrays and are faster to
    /// decode.
    public static let base64 = EmbeddingFormat(rawValue: "base64")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a format from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
