/// The format of the model's answer.
public enum ResponseFormat: Codable, Sendable, Hashable {
    /// Plain text (the default).
    case text
    /// Any JSON object. The prompt must also ask for JSON. If the model supports `jsonSchema`, use that format instead.
    case jsonObject
    /// JSON that conforms to a schema.
    case jsonSchema(Schema)
    /// An unrecognized format, as raw JSON.
    case unknown(JSONValue)

    /// A JSON schema for the answer.
    public struct Schema: Codable, Sendable, Hashable {
        /// The schema's name, which consists of up to 64 letters, digits, underscores and hyphens.
        public var name: String
        /// A description of the purpose of the answer. The description is sent to the model.
        public var description: String?
        /// The schema. The order of its members also determines the order of the members in the answer.
        public var schema: JSONValue?
        /// Whether the answer must conform to the schema exactly. If so, only a subset of the JSON Schema keywords is
        /// supported.
        public var strict: Bool?

        /// Creates a named schema.
        public init(name: String, description: String? = nil, schema: JSONValue? = nil, strict: Bool? = nil) {
            self.name = name
            self.description = description
            self.schema = schema
            self.strict = strict
        }

        private enum CodingKeys: String, CodingKey { case name, description, schema, strict }
    }

    /// Creates a format from a schema.
    public static func jsonSchema(
        name: String,
        schema: JSONValue,
        strict: Bool? = true,
        description: String? = nil
    ) -> ResponseFormat {
        .jsonSchema(Schema(name: name, description: description, schema: schema, strict: strict))
    }

    private enum CodingKeys: String, CodingKey {
        case type
        case jsonSchema = "json_schema"
    }

    /// Decodes a format of any type.
    public init(from decoder: any Decoder) throws {
        switch decoder.typeTag {
        case "text":
            self = .text
        case "json_object" where !Self.hasSchema(decoder):
            self = .jsonObject
        case "json_schema":
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self = .jsonSchema(try container.decode(Schema.self, forKey: .jsonSchema))
        default:
            self = .unknown(try JSONValue(from: decoder))
        }
    }

    /// Returns whether a format of type `json_object` contains a schema. llama.cpp supports such formats. Decoding the
    /// format as `jsonObject` would drop the schema.
    private static func hasSchema(_ decoder: any Decoder) -> Bool {
        (try? decoder.container(keyedBy: Schema.Keys.self).contains(.schema)) ?? false
    }

    /// Encodes the format. An unrecognized format is encoded unchanged.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text: try encoder.encodeTypeTag("text")
        case .jsonObject: try encoder.encodeTypeTag("json_object")
        case .jsonSchema(let schema):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode("json_schema", forKey: .type)
            try container.encode(schema, forKey: .jsonSchema)
        case .unknown(let json): try json.encode(to: encoder)
        }
    }
}

extension ResponseFormat.Schema {
    fileprivate enum Keys: String, CodingKey { case schema }
}
