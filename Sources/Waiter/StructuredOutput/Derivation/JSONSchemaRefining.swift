/// A type whose derived JSON Schema is refined by descriptions and constraints.
///
///     struct Invoice: Decodable, JSONSchemaRefining {
///         var number: String
///         var total: Decimal
///
///         enum CodingKeys: String, CodingKey { case number, total }
///
///         static var schemaRefinements: [JSONSchema.Refinement] {
///             [
///                 .summary("An invoice of a supplier"),
///                 .property(CodingKeys.number, "As printed, without spaces", .maxLength(20)),
///                 .property(CodingKeys.total, .minimum(0), .multipleOf(0.01)),
///             ]
///         }
///     }
///
/// A refinement of a key that the type does not decode, and a constraint that does not apply to the type of its
/// property, are errors of the schema.
public protocol JSONSchemaRefining: Decodable {
    /// The refinements, in any order.
    static var schemaRefinements: [JSONSchema.Refinement] { get }
}
