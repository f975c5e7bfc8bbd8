internal import Synchronization

extension JSONSchema {
    /// Derives the schema of a type from its `init(from:)`, as the compiler synthesizes it from the properties.
    ///
    /// Derived are properties in their order, nested types, arrays, sets, optionals (which may be absent or `null`),
    /// dictionaries with `String` keys, enums with raw values that are `CaseIterable`, and `Date`, `URL`, `UUID`,
    /// `Decimal` and `Data` as Waiter decodes them. A recursive type, and one that is used more than once, becomes a
    /// definition (`#/$defs/Name`). `JSONSchemaRefining` adds descriptions and constraints; `JSONSchemaProviding` replaces
    /// what cannot be derived.
    ///
    /// A schema is derived once in a process and kept.
    ///
    /// - Parameter type: The type that answers or arguments are decoded as.
    /// - Throws: `OpenAIError` with code `.invalidSchema`, whose message names the type and the way out, for an enum
    ///   without `CaseIterable` or with associated values, and for an `init(from:)` that enumerates its keys or rejects
    ///   the sample values it is given.
    public init(of type: (some Decodable).Type) throws {
        let id = ObjectIdentifier(type)
        if let known = Self.derived.withLock({ $0[id] }) {
            self = known
            return
        }
        let derivation = SchemaDerivation()
        let root = try derivation.derive(type)
        var rendering = SchemaRendering(derivation.definitions)
        let schema = try JSONSchema(.object(try rendering.document(of: root)))
        Self.derived.withLock { $0[id] = schema }
        self = schema
    }

    /// The derived schemas by type; a program has a limited number of types.
    private static let derived = Mutex<[ObjectIdentifier: JSONSchema]>([:])
}
