/// A request to classify content: `POST /moderations`.
///
///     let request = ModerationRequest(input: "some text", model: "omni-moderation-latest")
public struct ModerationRequest: Codable, Sendable, Hashable {
    /// The content to classify: strings, or text and images.
    public enum Input: Codable, Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
        /// A single string.
        case text(String)
        /// Several strings. The response contains one result for each string.
        case texts([String])
        /// Text and images, for models that support them. The response contains a single result.
        case parts([Part])

        /// Creates an input from a single string.
        public init(stringLiteral value: String) { self = .text(value) }

        /// Creates an input from several strings.
        public init(arrayLiteral elements: String...) { self = .texts(elements) }

        /// Decodes a string, an array of strings, or an array of parts.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let texts = try? container.decode([String].self) {
                self = .texts(texts)
            } else {
                self = .parts(try container.decode([Part].self))
            }
        }

        /// Encodes the input as a string, an array of strings, or an array of parts.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .texts(let texts): try container.encode(texts)
            case .parts(let parts): try container.encode(parts)
            }
        }
    }

    /// Text or an image.
    public enum Part: Codable, Sendable, Hashable {
        /// Text.
        case text(String)
        /// An image, given as a URL or as a base64-encoded `data:` URL.
        case imageURL(String)
        /// An unrecognized part, as raw JSON.
        case unknown(JSONValue)

        /// Decodes a part according to its type.
        public init(from decoder: any Decoder) throws {
            let json = try JSONValue(from: decoder)
            if json["type"] == "text", let text = json["text"]?.stringValue {
                self = .text(text)
            } else if json["type"] == "image_url", let url = json["image_url"]?["url"]?.stringValue {
                self = .imageURL(url)
            } else {
                self = .unknown(json)
            }
        }

        /// Encodes the part, including its type.
        public func encode(to encoder: any Encoder) throws {
            let json: JSONValue =
                switch self {
                case .text(let text): ["type": "text", "text": .string(text)]
                case .imageURL(let url): ["type": "image_url", "image_url": ["url": .string(url)]]
                case .unknown(let json): json
                }
            try json.encode(to: encoder)
        }
    }

    /// The content to classify.
    public var input: Input
    /// The model ID, or `nil` for the server's default, `omni-moderation-latest`.
    public var model: String?

    /// Creates a request.
    public init(input: Input, model: String? = nil) {
        self.input = input
        self.model = model
    }

    private enum CodingKeys: String, CodingKey { case input, model }
}
