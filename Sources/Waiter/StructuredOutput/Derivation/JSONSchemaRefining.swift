/// A type that refines its derived JSON Schema with descriptions and constraints.
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
/// The schema is invalid if a refinement refers to a key that the type does not decode. It is also invalid if a
/// constraint does not apply to the type of its property.
public protocol JSONSchemaRefining: Decodable {
    /// The refinements, in any order.
    static var schemaRefinements: [JSONSchema.Refinement] { get }
}
