internal import Synchronization

extension JSONSchema {
    /// Derives the schema for a type from its `init(from:)`, which is usually synthesized by the compiler.
    ///
    /// The order of the properties is preserved. Supported types are nested types, arrays, sets, dictionaries with
    /// `String` keys, `CaseIterable` enums with raw values, and `Date`, `URL`, `UUID`, `Decimal` and `Data` in the
    /// formats that Waiter decodes. Optional properties can be absent or `null`. A type that is recursive or that is
    /// used more than once becomes a definition (`#/$defs/Name`). `JSONSchemaRefining` adds descriptions and
    /// constraints. `JSONSchemaProviding` supplies schemas that cannot be derived.
    ///
    /// Each schema is derived once per process and is then cached.
    ///
    /// - Parameter type: The type into which answers or arguments are decoded.
    /// - Throws: `OpenAIError` with code `.invalidSchema` if an enum is not `CaseIterable` or has associated values.
    ///   The error is also thrown if an `init(from:)` enumerates the keys of an object or rejects sample values. The
    ///   error message contains the name of the type and suggests a fix.
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

    /// The derived schemas, keyed by type. The cache needs no limit because a program has a limited number of types.
    private static let derived = Mutex<[ObjectIdentifier: JSONSchema]>([:])
}
