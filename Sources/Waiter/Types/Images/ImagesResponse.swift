/// The images returned for a request.
public struct ImagesResponse: Codable, Sendable, Hashable {
    /// The images. The array is never empty in a response that the client returns.
    public var data: [GeneratedImage]
    /// The creation time in seconds since 1970.
    public var created: Int?
    /// The background of the images.
    public var background: ImageOptions.Background?
    /// The file format of the images.
    public var outputFormat: ImageOptions.Format?
    /// The size of the images.
    public var size: ImageOptions.Size?
    /// The quality of the images.
    public var quality: ImageOptions.Quality?
    /// The token usage, for the GPT image models.
    public var usage: MediaUsage?

    /// Creates a response.
    public init(data: [GeneratedImage], created: Int? = nil, usage: MediaUsage? = nil) {
        self.data = data
        self.created = created
        self.usage = usage
    }

    private enum CodingKeys: String, CodingKey {
        case created, data, background, size, quality, usage
        case outputFormat = "output_format"
    }

    /// Decodes a response. All members are optional.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        data = try container.list(GeneratedImage.self, forKey: .data)
        created = (try? container.integer(forKey: .created)) ?? nil
        background = container.word(ImageOptions.Background.self, forKey: .background)
        outputFormat = container.word(ImageOptions.Format.self, forKey: .outputFormat)
        size = container.word(ImageOptions.Size.self, forKey: .size)
        quality = container.word(ImageOptions.Quality.self, forKey: .quality)
        usage = container.side(MediaUsage.self, forKey: .usage)
    }
}
