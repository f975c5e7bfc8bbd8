/// A request for embeddings: `POST /embeddings`.
///
///     let request = EmbeddingRequest(model: "text-embedding-3-small", input: ["a waiter", "a kitchen"])
public struct EmbeddingRequest: Codable, Sendable, Hashable {
    /// The model.
    public var model: String
    /// The texts or tokens, up to 2,048 of them.
    public var input: EmbeddingInput
    /// The length of the vectors, for models that can shorten them.
    public var dimensions: Int?
    /// The form on the wire; base64 by default, since it is decoded to the same numbers several times faster.
    ///
    /// Servers that do not know base64 send arrays of numbers, which are decoded as well; nil leaves the member out.
    public var encodingFormat: EmbeddingFormat? = .base64
    /// An identifier of the end user, by which the provider detects misuse.
    public var user: String?

    /// Creates a request; everything beside the model and the input is set through properties.
    public init(model: String, input: EmbeddingInput) {
        self.model = model
        self.input = input
    }

    private enum CodingKeys: String, CodingKey {
        case model, input, dimensions, user
        case encodingFormat = "encoding_format"
    }
}
