/// A JSON Schema (draft 2020-12) for answers and tool arguments.
///
/// You can write a schema as JSON, build it in code, or derive it from a `Decodable` type, as in this example:
///
///     let schema = try JSONSchema(of: Invoice.self)
///     let violations = schema.validate(answer)
///
/// The order of members is preserved because models write properties in the order in which the schema lists them.
/// Keywords that the validator does not support are preserved, but are ignored during validation.
public struct JSONSchema: Sendable {
    /// The schema document, with its members in order.
    public let value: JSONValue
    /// The compiled form used for validation.
    private let compiled: CompiledSchema

    /// Creates a schema from a JSON document.
    ///
    /// The keywords of draft 2020-12 and the older keywords `dependencies` and `definitions` are supported. As in
    /// earlier drafts, `items` can be an array. `unevaluatedProperties`, `unevaluatedItems`, unknown keywords and
    /// unknown formats are preserved but not checked. A `pattern` is parsed as a subset of ECMA-262 that includes
    /// look-ahead. Matching a pattern takes bounded time.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema` if the document is not a schema, or if it contains an unknown
    ///   `type` or an unsupported pattern. The error is also thrown if a `$ref` refers to another document or has no
    ///   target.
    public init(_ value: JSONValue) throws {
        compiled = try SchemaCompiler.compile(value)
        self.value = value
    }

    /// Creates a schema from UTF-8 encoded JSON.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema` if the JSON is invalid, or any error thrown by `init(_:)`.
    public init(json: some Sequence<UInt8>) throws {
        let value: JSONValue
        do {
            let bytes = Array(json)
            guard bytes.count <= SchemaCompiler.maxBytes else {
                throw OpenAIError(.invalidSchema, "the schema is larger than \(SchemaCompiler.maxBytes >> 20) MiB")
            }
            value = try JSONValue(parsingForeign: bytes)
        } catch let error as JSONError {
            throw OpenAIError(.invalidSchema, "the schema is not valid JSON: \(error)")
        }
        try self.init(value)
    }

    /// Creates a schema from JSON text.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema` if the JSON is invalid, or any error thrown by `init(_:)`.
    public init(_ text: String) throws {
        try self.init(json: text.utf8)
    }

    /// Returns up to 100 violations of the schema in a value, or an empty array if the value conforms to the schema.
    ///
    /// The formats `date-time`, `date`, `time`, `duration`, `uuid`, `email`, `hostname`, `uri`, `ipv4` and `ipv6` are
    /// checked. The amount of work is limited, and the limit depends on the size of the value. If the limit is
    /// exceeded, the result contains a violation with the keyword `limit`.
    public func validate(_ value: JSONValue) -> [Violation] {
        SchemaValidator.violations(of: value, schema: compiled)
    }
}

extension JSONSchema: Hashable {
    /// Returns whether two schema documents are equal, regardless of the order of their members.
    public static func == (left: JSONSchema, right: JSONSchema) -> Bool { left.value == right.value }

    /// Hashes the schema document.
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension JSONSchema: Codable {
    /// Decodes a schema document. Throws `DecodingError.dataCorrupted` if the document is invalid.
    public init(from decoder: any Decoder) throws {
        let value = try JSONValue(from: decoder)
        do {
            try self.init(value)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(error)", underlyingError: error)
            )
        }
    }

    /// Encodes the schema document.
    public func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}

extension JSONSchema: CustomStringConvertible {
    /// The schema as compact JSON.
    public var description: String { value.jsonText }
}
