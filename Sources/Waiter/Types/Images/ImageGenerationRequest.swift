/// A request to generate images: `POST /images/generations`.
///
///     var request = ImageGenerationRequest(model: "gpt-image-2", prompt: "A waiter in a kitchen, watercolor")
///     request.size = .landscape
///     request.outputFormat = .webp
///
/// Only the properties that are set are sent.
public struct ImageGenerationRequest: Codable, Sendable, Hashable {
    /// The model ID, or `nil` for the server's default.
    ///
    /// Calls without a model are not metered, because their cost is unknown.
    public var model: String?
    /// A text description of the images.
    public var prompt: String
    /// The number of images, from 1 to 10. The default is 1.
    public var n: Int?
    /// The size of the images.
    public var size: ImageOptions.Size?
    /// The quality of the images.
    public var quality: ImageOptions.Quality?
    /// The background of the images.
    public var background: ImageOptions.Background?
    /// The file format, for the GPT image models.
    public var outputFormat: ImageOptions.Format?
    /// The quality of a JPEG or WebP file in percent, from 0 to 100.
    public var outputCompression: Int?
    /// The strictness of content moderation, for the GPT image models.
    public var moderation: ImageOptions.Moderation?
    /// The style, for `dall-e-3`.
    public var style: ImageOptions.Style?
    /// The format in which the response returns the images, for `dall-e-2` and `dall-e-3`.
    public var responseFormat: ImageOptions.ResponseFormat?
    /// The maximum number of partial images in a stream, from 0 to 3.
    public var partialImages: Int?
    /// An identifier of the end user. It must not contain personal data.
    public var user: String?
    /// Whether the images are streamed. The methods `generate` and `generateStream` set this property.
    public var stream: Bool?

    /// Creates a request.
    public init(model: String? = nil, prompt: String) {
        self.model = model
        self.prompt = prompt
    }

    private enum CodingKeys: String, CodingKey {
        case model, prompt, n, size, quality, background, moderation, style, user, stream
        case outputFormat = "output_format"
        case outputCompression = "output_compression"
        case responseFormat = "response_format"
        case partialImages = "partial_images"
    }
}
