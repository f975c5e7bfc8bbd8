#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The schemas and sample values of standard library and Foundation types, in the formats that Waiter decodes.
enum StandardSchemas {
    private struct Entry: Sendable {
        let schema: JSONObject
        let sample: any Sendable

        init(_ sample: any Sendable, _ type: String?, _ keywords: (String, JSONValue)...) {
            self.sample = sample
            schema = JSONObject((type.map { [("type", .string($0))] } ?? []) + keywords)
        }
    }

    static func schema(of type: any Decodable.Type) -> DerivedSchema? {
        entries[ObjectIdentifier(type)].map { .value($0.schema) }
    }

    static func sample(of type: any Decodable.Type) -> Any? {
        entries[ObjectIdentifier(type)]?.sample
    }

    private static let entries: [ObjectIdentifier: Entry] = [
        ObjectIdentifier(Bool.self): Entry(false, "boolean"),
        ObjectIdentifier(String.self): Entry("", "string"),
        ObjectIdentifier(Double.self): Entry(0.0, "number"),
        ObjectIdentifier(Float.self): Entry(Float(0), "number"),
        ObjectIdentifier(Int.self): Entry(0, "integer"),
        ObjectIdentifier(Int64.self): Entry(Int64(0), "integer"),
        ObjectIdentifier(Int8.self): integer(Int8(0)),
        ObjectIdentifier(Int16.self): integer(Int16(0)),
        ObjectIdentifier(Int32.self): integer(Int32(0)),
        ObjectIdentifier(UInt8.self): integer(UInt8(0)),
        ObjectIdentifier(UInt16.self): integer(UInt16(0)),
        ObjectIdentifier(UInt32.self): integer(UInt32(0)),
        ObjectIdentifier(UInt.self): Entry(UInt(0), "integer", ("minimum", 0)),
        ObjectIdentifier(UInt64.self): Entry(UInt64(0), "integer", ("minimum", 0)),
        ObjectIdentifier(Decimal.self): Entry(Decimal(0), "number"),
        ObjectIdentifier(Date.self): Entry(Date(timeIntervalSince1970: 0), "string", ("format", "date-time")),
        ObjectIdentifier(UUID.self): Entry(UUID(), "string", ("format", "uuid")),
        ObjectIdentifier(URL.self): Entry(
            URL(filePath: "/", directoryHint: .isDirectory),
            "string",
            ("format", "uri")
        ),
        ObjectIdentifier(Data.self): Entry(Data(), "string", ("contentEncoding", "base64")),
        ObjectIdentifier(JSONValue.self): Entry(JSONValue.null, nil),
    ]

    private static func integer<T: FixedWidthInteger & Sendable>(_ sample: T) -> Entry {
        Entry(sample, "integer", ("minimum", .integer(Int64(T.min))), ("maximum", .integer(Int64(T.max))))
    }
}

/// A generic container type whose schema depends on the schema of its elements.
protocol SchemaContainer {
    static func schema(in derivation: SchemaDerivation) throws -> DerivedSchema
    /// An empty container.
    static var emptySample: Any { get }
}

extension Array: SchemaContainer {
    static func schema(in derivation: SchemaDerivation) throws -> DerivedSchema {
        .array(try derivation.elementSchema(Element.self, of: Self.self), isUnique: false)
    }
    static var emptySample: Any { Self() }
}

extension ContiguousArray: SchemaContainer {
    static func schema(in derivation: SchemaDerivation) throws -> DerivedSchema {
        .array(try derivation.elementSchema(Element.self, of: Self.self), isUnique: false)
    }
    static var emptySample: Any { Self() }
}

extension Set: SchemaContainer {
    static func schema(in derivation: SchemaDerivation) throws -> DerivedSchema {
        .array(try derivation.elementSchema(Element.self, of: Self.self), isUnique: true)
    }
    static var emptySample: Any { Self() }
}

extension Optional: SchemaContainer {
    static func schema(in derivation: SchemaDerivation) throws -> DerivedSchema {
        .nullable(try derivation.elementSchema(Wrapped.self, of: Self.self))
    }
    static var emptySample: Any { Self.none as Any }
}

extension Nullable: SchemaContainer {
    static func schema(in derivation: SchemaDerivation) throws -> DerivedSchema {
        .nullable(try derivation.elementSchema(Wrapped.self, of: Self.self))
    }
    static var emptySample: Any { Self.null }
}

extension Dictionary: SchemaContainer {
    static func schema(in derivation: SchemaDerivation) throws -> DerivedSchema {
        guard Key.self == String.self else {
            throw SchemaDerivation.failure(
                Self.self,
                "only dictionaries with String keys are JSON objects; use [String: \(Value.self)]"
            )
        }
        return .dictionary(try derivation.elementSchema(Value.self, of: Self.self))
    }
    static var emptySample: Any { Self() }
}

extension SchemaDerivation {
    /// Returns the schema of a container's elements.
    fileprivate func elementSchema(_ type: any Any.Type, of container: any Any.Type) throws -> DerivedSchema {
        guard let type = type as? any Decodable.Type else {
            throw Self.failure(container, "\(type) is not Decodable")
        }
        return try schema(of: type)
    }
}
