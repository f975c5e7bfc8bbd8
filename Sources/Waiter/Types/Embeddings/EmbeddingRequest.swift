/// A request for embeddings: `POST /embeddings`.
///
///     let request = EmbeddingRequest(model: "text-embedding-3-small", input: ["a waiter", "a kitchen"])
public struct EmbeddingRequest: Codable, Sendable, Hashable {
    /// The model ID.
    public var model: String
    /// The strings or token arrays to embed. A request can contain at most 2,048 inputs.
    public var input: EmbeddingInput
    /// The number of dimensions, for models that support shortened vectors.
    public var dimensions: Int?
    /// The wire format of the vectors. The default is base64, which yields the same numbers as arrays but can be
    /// decoded several times as fast.
    ///
    /// Some servers do not support base64 and send arrays of numbers instead. These arrays are also decoded. To omit
    /// `encoding_format` from the request, set this property to `nil`.
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
