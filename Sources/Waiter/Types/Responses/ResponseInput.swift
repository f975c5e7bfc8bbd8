/// The input for a response: text or a list of items.
public enum ResponseInput: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// Text, equivalent to a user message.
    case text(String)
    /// Items.
    case items([ResponseItem])

    /// Creates an input from text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// Creates an input from items.
    public init(arrayLiteral elements: ResponseItem...) { self = .items(elements) }

    /// The items. Text is returned as a user message.
    public var items: [ResponseItem] {
        switch self {
        case .text(let text): [.user(text)]
        case .items(let items): items
        }
    }

    /// Appends an item.
    public mutating func append(_ item: ResponseItem) { append([item]) }

    /// Appends items, such as the output of a response.
    public mutating func append(_ more: [ResponseItem]) { self = .items(items + more) }
}

extension ResponseInput: Codable {
    /// Decodes a string, an array of items, or a single item.
    public init(from decoder: any Decoder) throws {
        let value = try JSONValue(from: decoder)
        switch value {
        case .string(let text): self = .text(text)
        case .array(let elements): self = .items(elements.map(ResponseItem.init(json:)))
        default: self = .items([ResponseItem(json: value)])
        }
    }

    /// Encodes the string or the array.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let text): try text.encode(to: encoder)
        case .items(let items): try items.encode(to: encoder)
        }
    }
}
