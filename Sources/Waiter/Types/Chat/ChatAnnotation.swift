/// An annotation on an answer, such as a source citation.
public enum ChatAnnotation: Codable, Sendable, Hashable {
    /// A citation of a web page.
    case urlCitation(URLCitation)
    /// An unrecognized annotation, as raw JSON.
    case unknown(JSONValue)

    /// A citation of a web page.
    public struct URLCitation: Codable, Sendable, Hashable {
        /// The index of the citation's first character in the message's content.
        public var startIndex: Int
        /// The index of the citation's last character in the message's content.
        public var endIndex: Int
        /// The page title.
        public var title: String
        /// The page URL.
        public var url: String

        /// Creates a URL citation.
        public init(startIndex: Int, endIndex: Int, title: String, url: String) {
            self.startIndex = startIndex
            self.endIndex = endIndex
            self.title = title
            self.url = url
        }

        private enum CodingKeys: String, CodingKey {
            case startIndex = "start_index"
            case endIndex = "end_index"
            case title, url
        }

        /// Decodes a citation. All members are optional.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            startIndex = try container.integer(forKey: .startIndex) ?? 0
            endIndex = try container.integer(forKey: .endIndex) ?? 0
            title = try container.text(forKey: .title) ?? ""
            url = try container.text(forKey: .url) ?? ""
        }
    }

    private enum CodingKeys: String, CodingKey {
        case type
        case urlCitation = "url_citation"
    }

    /// Decodes an annotation of any kind.
    public init(from decoder: any Decoder) throws {
        if decoder.typeTag == "url_citation",
            let container = try? decoder.container(keyedBy: CodingKeys.self),
            try container.isPresent(.urlCitation)
        {
            self = .urlCitation(try container.decode(URLCitation.self, forKey: .urlCitation))
        } else {
            self = .unknown(try JSONValue(from: decoder))
        }
    }

    /// Encodes the annotation. An unrecognized annotation is encoded unchanged.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .urlCitation(let citation):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode("url_citation", forKey: .type)
            try container.encode(citation, forKey: .urlCitation)
        case .unknown(let value):
            try value.encode(to: encoder)
        }
    }
}
