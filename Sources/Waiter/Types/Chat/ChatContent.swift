/// What a message says: a text, or parts such as texts, images and files.
public enum ChatContent: Codable, Sendable, Hashable {
    /// A text.
    case text(String)
    /// Parts, in order.
    case parts([ChatContentPart])
    /// Content that is neither, as it stood on the wire.
    case unknown(JSONValue)

    /// The text, or the joined text of those parts that are texts; empty when there is none.
    public var text: String {
        switch self {
        case .text(let text): text
        case .parts(let parts): parts.compactMap(\.text).joined()
        case .unknown: ""
        }
    }

    /// Reads a string, an array of parts, or whatever stands there.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let parts = try? value.decode([ChatContentPart].self) {
            self = .parts(parts)
        } else {
            self = .unknown(try value.decode(JSONValue.self))
        }
    }

    /// Writes a string or an array, as it was read.
    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .text(let text): try value.encode(text)
        case .parts(let parts): try value.encode(parts)
        case .unknown(let json): try value.encode(json)
        }
    }
}

extension ChatContent: ExpressibleByStringInterpolation, ExpressibleByArrayLiteral {
    /// Makes a text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// Makes parts.
    public init(arrayLiteral elements: ChatContentPart...) { self = .parts(elements) }
}
