/// A tool whose input is text instead of JSON.
public struct CustomToolDefinition: Codable, Sendable, Hashable {
    /// The tool's name.
    public var name: String
    /// What the tool does, by which the model decides when to call it.
    public var description: String?
    /// The form of the input; any text when nil.
    public var format: Format?

    /// The form of a custom tool's input.
    public enum Format: Codable, Sendable, Hashable {
        /// Any text.
        case text
        /// Text of a grammar.
        case grammar(Grammar)
        /// A form that this version does not know, as it stood on the wire.
        case unknown(JSONValue)

        /// Makes the form of a grammar.
        public static func grammar(syntax: Syntax, definition: String) -> Format {
            .grammar(Grammar(syntax: syntax, definition: definition))
        }
    }

    /// A grammar.
    public struct Grammar: Codable, Sendable, Hashable {
        /// The language in which the grammar is written.
        public var syntax: Syntax
        /// The grammar.
        public var definition: String

        /// Makes a grammar.
        public init(syntax: Syntax, definition: String) {
            self.syntax = syntax
            self.definition = definition
        }

        private enum CodingKeys: String, CodingKey { case syntax, definition }
    }

    /// A language in which a grammar is written.
    public struct Syntax: ExtensibleEnum {
        /// Lark.
        public static let lark = Syntax(rawValue: "lark")
        /// A regular expression.
        public static let regex = Syntax(rawValue: "regex")

        /// The text that stands on the wire.
        public let rawValue: String

        /// Takes the text as it stands on the wire, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// Makes a definition.
    public init(name: String, description: String? = nil, format: Format? = nil) {
        self.name = name
        self.description = description
        self.format = format
    }

    private enum CodingKeys: String, CodingKey { case name, description, format }
}

extension CustomToolDefinition.Format {
    private enum CodingKeys: String, CodingKey { case type, grammar }

    /// Reads a form of any kind.
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

    /// Writes the form; one of an unknown kind as it was read.
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
