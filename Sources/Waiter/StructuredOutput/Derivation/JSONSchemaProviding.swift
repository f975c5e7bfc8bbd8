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
/// To derive the schema of a type with such a property, an instance of the property's type is decoded from a sample: the first of
/// the schema's `examples`, or the smallest possible value.
public protocol JSONSchemaProviding: Decodable {
    /// The schema of the type; references in it are local (`#/$defs/Name`).
    static var jsonSchema: JSONSchema { get throws }
}
