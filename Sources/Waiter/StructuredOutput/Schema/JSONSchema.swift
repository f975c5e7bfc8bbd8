/// A JSON Schema (draft 2020-12) for answers and for the arguments of tools.
///
/// A schema is written as JSON, built in code, or derived from a `Decodable` type:
///
///     let schema = try JSONSchema(of: Invoice.self)
///     let violations = schema.validate(answer)
///
/// Members keep their order, since models follow the order of properties. Keywords that the validator does not know are
/// kept and ignored.
public struct JSONSchema: Sendable {
    /// The schema document, with its members in order.
    public let value: JSONValue

    /// Creates a schema from a JSON document.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema` for a document that is not a schema.
    public init(_ value: JSONValue) throws {
        switch value {
        case .object, .bool: self.value = value
        default: throw OpenAIError(.invalidSchema, "a JSON Schema must be an object or a Boolean")
        }
    }

    /// Creates a schema from JSON in UTF-8.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema` for invalid JSON, and as `init(_:)`.
    public init(json: some Sequence<UInt8>) throws {
        let value: JSONValue
        do {
            value = try JSONValue(parsingForeign: Array(json))
        } catch let error as JSONError {
            throw OpenAIError(.invalidSchema, "the schema is not valid JSON: \(error)")
        }
        try self.init(value)
    }

    /// Creates a schema from JSON text.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema` for invalid JSON, and as `init(_:)`.
    public init(_ text: String) throws {
        try self.init(json: text.utf8)
    }
}

extension JSONSchema: Hashable {
    /// Returns whether two schemas are the same document, whatever the order of members.
    public static func == (left: JSONSchema, right: JSONSchema) -> Bool { left.value == right.value }

    /// Hashes the document.
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension JSONSchema: Codable {
    /// Decodes a schema document; throws `DecodingError.dataCorrupted` if it is invalid.
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
