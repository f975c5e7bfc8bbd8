#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Derives the schema of a type by decoding an instance of it with a decoder that records the requested keys and types.
///
/// A type decodes an instance for each of its non-optional properties, so the recording decoder returns sample
/// instances, such as zero, the empty string or the first case. Optional properties, array elements and dictionary
/// values need no instance, so the schemas of their types are derived later. As a result, the derivation of recursive
/// types terminates.
final class SchemaDerivation {
    /// The maximum number of types that a schema can refer to.
    private static let maxTypes = 1_000

    private(set) var definitions: [ObjectIdentifier: DerivedDefinition] = [:]
    private var pending: [any Decodable.Type] = []
    /// The types being decoded, outermost first.
    private var open: [any Decodable.Type] = []

    /// Derives the schema of a type and of all types that it refers to.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema`.
    func derive(_ type: any Decodable.Type) throws -> DerivedSchema {
        let root = try schema(of: type)
        while let next = pending.popLast() {
            do {
                try complete(next)
            } catch is Unsampled {
                definitions[ObjectIdentifier(next)]?.state = .provided(try provided(next))
            }
        }
        return root
    }

    // MARK: Types

    /// Returns the schema of a type. For a user-defined type, the result is a reference, and the schema of the type
    /// is derived later.
    func schema(of type: any Decodable.Type) throws -> DerivedSchema {
        if let standard = StandardSchemas.schema(of: type) { return standard }
        if let container = type as? any SchemaContainer.Type { return try container.schema(in: self) }
        let id = ObjectIdentifier(type)
        if definitions[id] == nil {
            guard definitions.count < Self.maxTypes else {
                throw Self.failure(type, "it refers to more than \(Self.maxTypes) types")
            }
            definitions[id] = DerivedDefinition(type: type)
            pending.append(type)
        }
        return .named(id)
    }

    /// Returns a sample instance of a type and derives the type's schema in the process.
    func sample<T: Decodable>(of type: T.Type) throws -> T {
        if let standard = StandardSchemas.sample(of: type) as? T { return standard }
        if let container = type as? any SchemaContainer.Type, let sample = container.emptySample as? T { return sample }
        return try complete(type)
    }

    /// Derives the schema of a user-defined type if necessary and returns a sample instance.
    @discardableResult
    private func complete<T: Decodable>(_ type: T.Type) throws -> T {
        let id = ObjectIdentifier(type)
        switch definitions[id]?.state {
        case .done?, .provided?:
            if let sample = definitions[id]?.sample as? T { return sample }
        case .recording?:
            throw Self.failure(type, "it contains a value of its own type; make that property optional or an array")
        case .pending?, nil: break
        }
        guard open.count < 64 else { throw Self.failure(type, "its properties are nested more than 64 types deep") }
        definitions[id] = DerivedDefinition(type: type, state: .recording)
        open.append(type)
        defer { open.removeLast() }
        let (state, sample) = try derived(type)
        definitions[id]?.state = state
        definitions[id]?.sample = sample
        return sample
    }

    private func derived<T: Decodable>(_ type: T.Type) throws -> (DerivedDefinition.State, T) {
        if let providing = type as? any JSONSchemaProviding.Type { return try provided(type, by: providing) }
        let recording = Result { try recorded(type) }
        // The check for `CaseIterable` comes last because looking up a missing conformance takes tens of microseconds.
        if case .success((.object(let properties), let sample)) = recording {
            return (.done(try refined(.object(properties), type)), sample)
        }
        if let cases = type as? any CaseIterable.Type, let (schema, sample) = try enumeration(cases, type) {
            return (.done(try refined(schema, type)), sample)
        }
        let (schema, sample) = try recording.get()
        return (.done(try refined(schema, type)), sample)
    }

    private func provided<T: Decodable>(
        _ type: T.Type,
        by providing: any JSONSchemaProviding.Type
    ) throws -> (DerivedDefinition.State, T) {
        let schema = try providing.jsonSchema
        let sample: T
        do {
            let value = SchemaSample(schema.value).value
            sample = try JSONBodyDecoder.decode(type, from: value)
        } catch {
            // An instance is needed only if another type has a property of this type.
            guard open.count == 1 else {
                throw Self.failure(
                    type,
                    "its init(from:) rejects a sample of its jsonSchema (\(Self.text(of: error))); "
                        + "add a valid example with .examples or the keyword 'examples'"
                )
            }
            throw Unsampled()
        }
        return (.provided(schema.value.objectValue ?? JSONObject()), sample)
    }

    private func provided(_ type: any Decodable.Type) throws -> JSONObject {
        try (type as? any JSONSchemaProviding.Type)?.jsonSchema.value.objectValue ?? JSONObject()
    }

    /// The error thrown if no sample of a type can be decoded. The derivation handles this error by using the
    /// schema that the type provides.
    private struct Unsampled: Error {}

    // MARK: Enums

    /// Returns the schema of an enum with raw values, or `nil` for any other type.
    private func enumeration<T: Decodable>(
        _ cases: any CaseIterable.Type,
        _ type: T.Type
    ) throws -> (DerivedSchema, T)? {
        guard type is any RawRepresentable.Type else { return nil }
        var values: [JSONValue] = []
        var first: T?
        for element in Self.all(cases) {
            guard let element = element as? T, let raw = (element as? any RawRepresentable)?.rawValue else {
                return nil
            }
            guard let value = Self.json(raw) else { return nil }
            // A custom `init(from:)` might read something other than the raw value.
            guard (try? JSONBodyDecoder.decode(type, from: value)) != nil else {
                throw Self.failure(type, "its init(from:) does not accept its raw values; " + Self.wayOut)
            }
            first = first ?? element
            values.append(value)
        }
        guard let first else { throw Self.failure(type, "it has no cases") }
        let isText = values.allSatisfy { $0.stringValue != nil }
        let isInteger = values.allSatisfy { $0.intValue != nil }
        let name = isText ? "string" : isInteger ? "integer" : "number"
        return (.value(name, ("enum", .array(values))), first)
    }

    private static func all<T: CaseIterable>(_ type: T.Type) -> [Any] { Array(type.allCases) }

    private static func json(_ raw: Any) -> JSONValue? {
        switch raw {
        case let text as String: .string(text)
        case let integer as any BinaryInteger: Int64(exactly: integer).map(JSONValue.integer)
        case let number as Double: .number(number)
        case let number as Float: .number(Double(number))
        default: nil
        }
    }

    // MARK: Recording

    private func recorded<T: Decodable>(_ type: T.Type) throws -> (DerivedSchema, T) {
        let recording = SchemaRecording()
        let sample: T
        do {
            sample = try T(from: RecordingDecoder(derivation: self, recording: recording))
        } catch let error as OpenAIError {
            throw error
        } catch {
            throw Self.failure(type, Self.cause(error, type, recording))
        }
        if recording.hasReadAllKeys {
            throw Self.failure(type, "its init(from:) reads keys that are not known in advance; " + Self.wayOut)
        }
        guard let schema = recording.schema else {
            guard MemoryLayout<T>.size == 0 else {
                throw Self.failure(type, "its init(from:) decodes nothing; " + Self.wayOut)
            }
            return (.object([]), sample)
        }
        return (schema, sample)
    }

    /// Returns the reason why a type could not be decoded from sample values.
    private static func cause(_ error: any Error, _ type: any Decodable.Type, _ recording: SchemaRecording) -> String {
        if type is any CaseIterable.Type {
            return "it is an enum without raw values; give it a raw type, as in 'enum \(name(of: type)): String'"
        }
        if type is any RawRepresentable.Type {
            return "it is an enum with raw values that is not CaseIterable; declare "
                + "'enum \(name(of: type)): String, Codable, CaseIterable', or \(wayOut)"
        }
        if recording.hasReadAllKeys {
            return "it is an enum with associated values, or its init(from:) reads keys that are not known in advance; "
                + wayOut
        }
        return "its init(from:) rejects sample values (\(text(of: error))); " + wayOut
    }

    private static func text(of error: any Error) -> String {
        (error as? DecodingError)?.summary ?? "\(error)"
    }

    static let wayOut = "conform it to JSONSchemaProviding and write its schema"

    static func failure(_ type: any Any.Type, _ cause: String) -> OpenAIError {
        OpenAIError(.invalidSchema, "no JSON Schema can be derived from \(name(of: type)): \(cause)")
    }

    /// Returns the name of a type, qualified by its enclosing types but not by its module.
    static func name(of type: any Any.Type) -> String {
        let full = String(reflecting: type)
        guard let dot = full.firstIndex(of: "."), !full[..<dot].contains("<") else { return "\(type)" }
        let name = full[full.index(after: dot)...]
        // The qualified name of a local type contains a hard-to-read description of the type's context.
        return name.hasPrefix("(") || name.contains("(unknown context") ? "\(type)" : String(name)
    }

    // MARK: Refinements

    private func refined(_ schema: DerivedSchema, _ type: any Decodable.Type) throws -> DerivedSchema {
        guard let refining = type as? any JSONSchemaRefining.Type else { return schema }
        var schema = schema
        for refinement in refining.schemaRefinements {
            var keywords = JSONObject()
            if let description = refinement.description { keywords["description"] = .string(description) }
            for constraint in refinement.constraints { keywords[constraint.keyword] = constraint.value }
            guard let key = refinement.key else {
                schema = .refined(schema, keywords)
                continue
            }
            let result = try Self.refine(schema, key, keywords) { property in
                try self.check(refinement.constraints, property, "\(Self.name(of: type)).\(key)")
            }
            guard let result else { throw Self.failure(type, "a refinement names the unknown key '\(key)'") }
            schema = result
        }
        return schema
    }

    private static func refine(
        _ schema: DerivedSchema,
        _ key: String,
        _ keywords: JSONObject,
        check: (DerivedSchema) throws -> Void
    ) throws -> DerivedSchema? {
        switch schema {
        case .refined(let inner, let outer):
            return try refine(inner, key, keywords, check: check).map { .refined($0, outer) }
        case .object(var properties):
            guard let index = properties.firstIndex(where: { $0.name == key }) else { return nil }
            try check(properties[index].schema)
            properties[index].schema = .refined(properties[index].schema, keywords)
            return .object(properties)
        default: return nil
        }
    }

    /// Checks that each constraint is valid for the type of the property.
    private func check(_ constraints: [JSONSchema.Constraint], _ schema: DerivedSchema, _ name: String) throws {
        for constraint in constraints {
            guard let types = constraint.types, let type = plainType(of: schema), !types.contains(type) else {
                continue
            }
            throw OpenAIError(
                .invalidSchema,
                "invalid refinement of \(name): \(constraint.keyword) does not apply to the type \(type)"
            )
        }
    }

    /// Returns the JSON type that a schema allows, or `nil` if the schema does not allow exactly one type.
    private func plainType(of schema: DerivedSchema) -> String? {
        switch schema {
        case .value(let keywords): keywords["type"]?.stringValue
        case .array, .tuple: "array"
        case .dictionary, .object: "object"
        case .nullable(let inner), .refined(let inner, _): plainType(of: inner)
        case .named(let id):
            if case .done(let inner)? = definitions[id]?.state { plainType(of: inner) } else { nil }
        }
    }
}
