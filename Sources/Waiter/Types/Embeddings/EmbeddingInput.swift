/// The input of an embedding request: strings or pre-tokenized text.
public enum EmbeddingInput: Sendable, Hashable, Codable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// A single string.
    case text(String)
    /// Several strings. The response contains one embedding for each string.
    case texts([String])
    /// A single input, given as tokens.
    case tokens([Int])
    /// Several inputs, given as tokens.
    case tokenLists([[Int]])

    /// Creates an input from a single string.
    public init(stringLiteral value: String) { self = .text(value) }

    /// Creates an input from several strings.
    public init(arrayLiteral elements: String...) { self = .texts(elements) }

    /// The number of inputs, which equals the number of embeddings.
    public var count: Int {
        switch self {
        case .text, .tokens: 1
        case .texts(let texts): texts.count
        case .tokenLists(let lists): lists.count
        }
    }

    /// Decodes a string, an array of strings, an array of tokens, or an array of token arrays.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let texts = try? container.decode([String].self) {
            self = .texts(texts)
        } else if let tokens = try? container.decode([Int].self) {
            self = .tokens(tokens)
        } else {
            self = .tokenLists(try container.decode([[Int]].self))
        }
    }

    /// Encodes the input as a string, an array of strings, an array of tokens, or an array of token arrays.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .texts(let texts): try container.encode(texts)
        case .tokens(let tokens): try container.encode(tokens)
        case .tokenLists(let lists): try container.encode(lists)
        }
    }
}
