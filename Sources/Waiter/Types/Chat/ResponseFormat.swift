/// The form that the model's answer is to have.
public enum ResponseFormat: Codable, Sendable, Hashable {
    /// Any text; the default.
    case text
    /// Some JSON object; the prompt must ask for JSON too. `jsonSchema` is better where a model takes it.
    case jsonObject
    /// JSON that follows a schema.
    case jsonSchema(Schema)
    /// A form that this version does not know, as it stands on the wire.
    case unknown(JSONValue)

    /// A JSON schema that the answer follows.
    public struct Schema: Codable, Sendable, Hashable {
        /// The schema's name: letters, digits, `_` and `-`, at most 64.
        public var name: String
        /// What the answer is for, which the model reads.
        public var description: String?
        /// The schema, its members in order: the answer's members come in the same order.
        public var schema: JSONValue?
        /// Whether the answer follows the schema exactly, for which the server takes a part of JSON schema alone.
        public var strict: Bool?

        /// Makes a schema with a name.
        public init(name: String, description: String? = nil, schema: JSONValue? = nil, strict: Bool? = nil) {
            self.name = name
            self.description = description
            self.schema = schema
            self.strict = strict
        }

        private enum CodingKeys: String, CodingKey { case name, description, schema, strict }
    }

    /// Makes the form of a schema.
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

    /// Reads a form of any kind.
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

    /// llama.cpp takes a schema beside `json_object`, which would be lost.
    private static func hasSchema(_ decoder: any Decoder) -> Bool {
        (try? decoder.container(keyedBy: Schema.Keys.self).contains(.schema)) ?? false
    }

    /// Writes the form; an unknown one as it is.
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
