/// A tool that takes text instead of JSON arguments.
public struct CustomToolDefinition: Codable, Sendable, Hashable {
    /// The tool's name.
    public var name: String
    /// A description of the tool, which helps the model decide when to call it.
    public var description: String?
    /// The input format. The default is free-form text.
    public var format: Format?

    /// The input format of a custom tool.
    public enum Format: Codable, Sendable, Hashable {
        /// Free-form text.
        case text
        /// Text that follows a grammar.
        case grammar(Grammar)
        /// An unrecognized format, as raw JSON.
        case unknown(JSONValue)

        /// Creates a format from a grammar.
        public static func grammar(syntax: Syntax, definition: String) -> Format {
            .grammar(Grammar(syntax: syntax, definition: definition))
        }
    }

    /// A grammar that the input must follow.
    public struct Grammar: Codable, Sendable, Hashable {
        /// The syntax of the grammar.
        public var syntax: Syntax
        /// The grammar definition.
        public var definition: String

        /// Creates a grammar.
        public init(syntax: Syntax, definition: String) {
            self.syntax = syntax
            self.definition = definition
        }

        private enum CodingKeys: String, CodingKey { case syntax, definition }
    }

    /// A grammar syntax.
    public struct Syntax: ExtensibleEnum {
        /// Lark.
        public static let lark = Syntax(rawValue: "lark")
        /// A regular expression.
        public static let regex = Syntax(rawValue: "regex")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a value from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// Creates a definition.
    public init(name: String, description: String? = nil, format: Format? = nil) {
        self.name = name
        self.description = description
        self.format = format
    }

    private enum CodingKeys: String, CodingKey { case name, description, format }
}

extension CustomToolDefinition.Format {
    private enum CodingKeys: String, CodingKey { case type, grammar }

    /// Decodes a format of any type.
    public init(from decoder: any Decoder) throws {
        switch decoder.typeTag {
        case "text":
            self = .text
        case "grammar":
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self = .grammar(try container.decode(CustomToolDefinition.Grammar.self, forKey: .grammar))
        default:
            self = .unknown(try JSONValue(from: decoder))
        }
    }

    /// Encodes the format. An unrecognized format is encoded unchanged.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text:
            try encoder.encodeTypeTag("text")
        case .grammar(let grammar):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode("grammar", forKey: .type)
            try container.encode(grammar, forKey: .grammar)
        case .unknown(let json):
            try json.encode(to: encoder)
        }
    }
}
