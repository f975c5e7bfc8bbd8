/// An intermediate schema that the derivation produces. A later step determines which types become definitions.
indirect enum DerivedSchema {
    /// A schema without references to other types.
    case value(JSONObject)
    case array(DerivedSchema, isUnique: Bool)
    case tuple([DerivedSchema])
    case dictionary(DerivedSchema)
    case nullable(DerivedSchema)
    case object([DerivedProperty])
    /// A reference to a user-defined type, whose schema is derived separately.
    case named(ObjectIdentifier)
    /// A schema with additional keywords.
    case refined(DerivedSchema, JSONObject)

    static func value(_ type: String, _ keywords: (String, JSONValue)...) -> DerivedSchema {
        .value(JSONObject([("type", .string(type))] + keywords))
    }
}

/// A property of a derived object.
struct DerivedProperty {
    let name: String
    var schema: DerivedSchema
    var isRequired: Bool
    /// Whether the type's initializer checks for `null` before it decodes the property.
    var isNullable = false
}

/// A user-defined type and its schema, which is derived only once.
struct DerivedDefinition {
    enum State {
        case pending, recording
        case done(DerivedSchema)
        /// The schema that the type provides, including the schema's own definitions.
        case provided(JSONObject)
    }

    let type: any Decodable.Type
    var state: State = .pending
    /// The sample instance that is returned when another type decodes a property of this type.
    var sample: Any?
}
