/// The content of a message: a string, or parts such as text, images and files.
public enum ChatContent: Codable, Sendable, Hashable {
    /// A string.
    case text(String)
    /// Content parts, in order.
    case parts([ChatContentPart])
    /// Content in an unrecognized format, as raw JSON.
    case unknown(JSONValue)

    /// The string or the joined text of all text parts. The result is empty if there is no text.
    public var text: String {
        switch self {
        case .text(let text): text
        case .parts(let parts): parts.compactMap(\.text).joined()
        case .unknown: ""
        }
    }

    /// Decodes a string, an array of parts, or any other JSON value.
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

    /// Encodes the string, the array of parts, or the raw JSON.
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
    /// Creates text content.
    public init(stringLiteral value: String) { self = .text(value) }
    /// Creates content from parts.
    public init(arrayLiteral elements: ChatContentPart...) { self = .parts(elements) }
}
