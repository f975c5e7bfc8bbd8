/// An image returned by a model, given either as data or as a URL.
///
///     try image.save(to: "kitchen.png")
public struct GeneratedImage: Codable, Sendable, Hashable {
    /// The data, encoded in base64, or `nil` if the server returned a URL.
    public var base64: String?
    /// The URL, or `nil` if the server returned the data. The URL is usually valid for 60 minutes.
    public var url: String?
    /// The prompt as revised by the model, for `dall-e-3`.
    public var revisedPrompt: String?

    /// Creates an image.
    public init(base64: String? = nil, url: String? = nil, revisedPrompt: String? = nil) {
        self.base64 = base64
        self.url = url
        self.revisedPrompt = revisedPrompt
    }

    private enum CodingKeys: String, CodingKey {
        case url
        case base64 = "b64_json"
        case revisedPrompt = "revised_prompt"
    }

    /// Decodes an image. All members are optional.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        base64 = container.side(String.self, forKey: .base64)
        url = container.side(String.self, forKey: .url)
        revisedPrompt = container.side(String.self, forKey: .revisedPrompt)
    }
}
