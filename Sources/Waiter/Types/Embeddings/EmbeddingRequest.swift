/// A request for embeddings: `POST /embeddings`.
///
///     let request = EmbeddingRequest(model: "text-embedding-3-small", input: ["a waiter", "a kitchen"])
public struct EmbeddingRequest: Codable, Sendable, Hashable {
    /// The model ID.
    public var model: String
    /// The strings or token arrays to embed, at most 2,048 of them.
    public var input: EmbeddingInput
    /// The number of dimensions, for models that support shortened vectors.
    public var dimensions: Int?
    /// The wire format of the vectors. The default is base64, which decodes to the same numbers several times as fast
    /// as arrays.
    ///
    /// Servers without base64 support send arrays of numbers, which are also decoded. Set this property to `nil` to
    /// omit the member.
    public var encodingFormat: EmbeddingFormat? = .base64
    /// An identifier of the end user, which helps the provider detect abuse.
    public var user: String?

    /// Creates a request. Other parameters can be set as properties.
    public init(model: String, input: EmbeddingInput) {
        self.model = model
        self.input = input
    }

    private enum CodingKeys: String, CodingKey {
        case model, input, dimensions, user
        case encodingFormat = "encoding_format"
    }
}
