/// A remark on a part of an answer, such as the page that it was taken from.
public enum ChatAnnotation: Codable, Sendable, Hashable {
    /// A page of the web.
    case urlCitation(URLCitation)
    /// A kind of remark that this version does not know, as it stood on the wire.
    case unknown(JSONValue)

    /// The page that a part of the answer was taken from.
    public struct URLCitation: Codable, Sendable, Hashable {
        /// The index of the first character in the message's content.
        public var startIndex: Int
        /// The index of the last character in the message's content.
        public var endIndex: Int
        /// The page's title.
        public var title: String
        /// The page's address.
        public var url: String

        /// Makes a citation of a page.
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

        /// Reads a citation; each field may be missing.
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

    /// Reads a remark of any kind.
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

    /// Writes the remark; one of an unknown kind as it was read.
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
