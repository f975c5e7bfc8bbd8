/// A type that provides its own JSON Schema, such as an enum with associated values.
///
///     enum Payment: Decodable, JSONSchemaProviding {
///         case card(number: String)
///         case transfer(iban: String)
///
///         static var jsonSchema: JSONSchema {
///             get throws {
///                 try .anyOf([
///                     .object([("kind", .constant("card")), ("number", .string())]),
///                     .object([("kind", .constant("transfer")), ("iban", .string())]),
///                 ])
///             }
///         }
///     }
///
/// If another type has a property of this type, Waiter derives the other type's schema by decoding an instance of this
/// type from a sample. The sample is the first value in the provided schema's `examples` or, if there are no examples,
/// a small value that conforms to the schema.
public protocol JSONSchemaProviding: Decodable {
    /// The schema for the type. All of its references must be local (`#/$defs/Name`).
    static var jsonSchema: JSONSchema { get throws }
}
