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
/// If a type has a property of a `JSONSchemaProviding` type, an instance of the property's type is decoded from a
/// sample while the outer type's schema is derived. The sample is the first of the provided schema's `examples` or, if
/// there are none, the smallest possible value.
public protocol JSONSchemaProviding: Decodable {
    /// The schema for the type. All of its references must be local (`#/$defs/Name`).
    static var jsonSchema: JSONSchema { get throws }
}
