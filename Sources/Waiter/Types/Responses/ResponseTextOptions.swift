/// The format and the verbosity of an answer's text.
public struct ResponseTextOptions: Codable, Sendable, Hashable {
    /// The format. The default is plain text.
    public var format: Format?
    /// The verbosity. The default is `medium`.
    public var verbosity: Verbosity?

    /// Creates options.
    public init(format: Format? = nil, verbosity: Verbosity? = nil) {
        self.format = format
        self.verbosity = verbosity
    }

    private enum CodingKeys: String, CodingKey { case format, verbosity }

    /// The format of an answer's text.
    public enum Format: Sendable, Hashable {
        /// Plain text.
        case text
        /// Any JSON object. The prompt must also ask for JSON. If the model supports `jsonSchema`, use that format
        /// instead.
        case jsonObject
        /// JSON that conforms to a schema.
        case jsonSchema(ResponseFormat.Schema)
        /// An unrecognized format, as raw JSON.
        case unknown(JSONValue)

        /// Creates a format from a schema.
        public static func jsonSchema(
            name: String,
            schema: JSONValue,
            strict: Bool? = true,
            description: String? = nil
        ) -> Format {
            .jsonSchema(
                ResponseFormat.Schema(name: name, description: description, schema: schema, strict: strict)
            )
        }
    }
}

extension ResponseTextOptions.Format: Codable {
    /// Decodes a format of any type. Unlike in chat completions, the members of a schema are not nested.
    public init(from decoder: any Decoder) throws {
        switch decoder.typeTag {
        case "text": self = .text
        case "json_object": self = .jsonObject
        case "json_schema": self = .jsonSchema(try ResponseFormat.Schema(from: decoder))
        default: self = .unknown(try JSONValue(from: decoder))
        }
    }

    /// Encodes the format. An unrecognized format is encoded unchanged.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text: try encoder.encodeTypeTag("text")
        case .jsonObject: try encoder.encodeTypeTag("json_object")
        case .jsonSchema(let schema):
            try encoder.encodeTypeTag("json_schema")
            try schema.encode(to: encoder)
        case .unknown(let json): try json.encode(to: encoder)
        }
    }
}
