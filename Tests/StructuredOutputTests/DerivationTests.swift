import Foundation
import Testing
import Waiter

@Suite("Derived schemas")
struct DerivationTests {
    static var types: [(String, any Decodable.Type)] {
        [
            ("scalars", Scalars.self), ("optionals", Optionals.self), ("enum", Colour.self),
            ("integer-enum", Level.self),
            ("collections", Collections.self), ("repeated", Repeated.self), ("recursive", Folder.self),
            ("recursive-class", Chain.self), ("mutually-recursive", Mutual.self), ("wrapped", Wrapped.self),
            ("hand-written", HandWritten.self), ("refined", Invoice.self), ("provided", Order.self),
            ("provided-root", Payment.self), ("empty", Empty.self), ("array", [Place].self),
        ]
    }

    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static func schema(of type: any Decodable.Type) throws -> JSONSchema {
        func open<T: Decodable>(_ type: T.Type) throws -> JSONSchema { try JSONSchema(of: type) }
        return try open(type)
    }

    @Test("The schema of each construct is that of its fixture, in order", arguments: types.map(\.0))
    func fixtures(name: String) throws {
        let type = try #require(Self.types.first { $0.0 == name }?.1)
        let file = Self.fixtures.appending(path: "\(name).json")
        let text = try Self.schema(of: type).value.prettyJSONText + "\n"
        if ProcessInfo.processInfo.environment["WAITER_RECORD_SCHEMAS"] != nil {
            try Data(text.utf8).write(to: file)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(text == expected)
    }

    @Test("Every derived schema conforms to the meta-schema of draft 2020-12, and so does its strict form")
    func metaSchema() throws {
        let meta = try JSONSchema(json: Data(contentsOf: Self.fixtures.appending(path: "meta-schema.json")))
        #expect(!meta.validate(["type": "strnig"]).isEmpty)
        #expect(!meta.validate(["properties": ["a": ["minimum": "1"]]]).isEmpty)
        for (name, type) in Self.types {
            let schema = try Self.schema(of: type)
            #expect(meta.validate(schema.value) == [], "\(name)")
            if name != "collections" { #expect(try meta.validate(schema.strict().value) == [], "\(name)") }
        }
    }

    @Test("References are always to a definition that exists")
    func references() throws {
        for (name, type) in Self.types {
            let text = try Self.schema(of: type).value.jsonText
            #expect(!text.contains("\"$ref\":\"#\""), "\(name)")
            // Reading the text again resolves each of them.
            #expect(throws: Never.self) { try JSONSchema(text) }
        }
    }

    // MARK: What cannot be derived

    enum Plain: String, Codable { case one, two }
    enum Cases: CaseIterable, Codable { case one, two }
    enum Shape: Decodable {
        case circle(radius: Double)
        case square(side: Double)
    }
    struct Hidden: Decodable {
        var values: [String]
        struct Key: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
        init(from decoder: any Decoder) throws {
            values = try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue)
        }
    }
    struct Picky: Decodable {
        var text: String
        init(from decoder: any Decoder) throws {
            text = try decoder.singleValueContainer().decode(String.self)
            if text.isEmpty { throw CocoaError(.coderInvalidValue) }
        }
    }
    struct Silent: Decodable {
        var value = 1
        init(from decoder: any Decoder) throws {}
    }
    final class Endless: Decodable { var other: Endless }
    struct Keyed: Decodable { var values: [Int: String] }
    struct Misnamed: Decodable, JSONSchemaRefining {
        var name: String
        enum CodingKeys: String, CodingKey { case name }
        enum OtherKeys: String, CodingKey { case nam }
        static var schemaRefinements: [JSONSchema.Refinement] { [.property(OtherKeys.nam, "?")] }
    }
    struct Misused: Decodable, JSONSchemaRefining {
        var name: String
        enum CodingKeys: String, CodingKey { case name }
        static var schemaRefinements: [JSONSchema.Refinement] { [.property(CodingKeys.name, .minimum(1))] }
    }
    struct Nested: Decodable { var shape: Shape }

    static var refused: [(type: any Decodable.Type, words: [String])] {
        [
            (Plain.self, ["Plain", "CaseIterable"]), (Cases.self, ["Cases", "raw type"]),
            (Shape.self, ["Shape", "associated values", "JSONSchemaProviding"]),
            (Nested.self, ["Shape", "associated values"]), (Hidden.self, ["Hidden", "JSONSchemaProviding"]),
            (Picky.self, ["Picky", "sample values"]), (Silent.self, ["Silent", "decodes nothing"]),
            (Endless.self, ["Endless", "optional"]), (Keyed.self, ["Dictionary", "String"]),
            (Misnamed.self, ["Misnamed", "nam"]), (Misused.self, ["Misused", "name", "minimum"]),
        ]
    }

    @Test("A type that cannot be derived is an error with its name and the remedy", arguments: 0..<11)
    func underivable(index: Int) throws {
        let (type, words) = Self.refused[index]
        let error = #expect(throws: OpenAIError.self) { try Self.schema(of: type) }
        #expect(error?.code == .invalidSchema)
        for word in words { #expect(error?.message.contains(word) == true, "\(error?.message ?? "")") }
    }

    @Test("A type that rejects its sample is derived once its schema has an example")
    func examples() throws {
        struct Holder: Decodable { var code: Code }
        struct Code: Decodable, JSONSchemaProviding {
            init(from decoder: any Decoder) throws {
                let text = try decoder.singleValueContainer().decode(String.self)
                guard text == "A1" else { throw CocoaError(.coderInvalidValue) }
            }
            static var jsonSchema: JSONSchema { get throws { try .string("A code", .examples(["A1"])) } }
        }
        let schema = try JSONSchema(of: Holder.self)
        #expect(schema.value["properties"]?["code"]?["description"] == "A code")
    }

    @Test("Values of a type conform to its schema, and decode")
    func roundTrip() throws {
        let schema = try JSONSchema(of: Order.self)
        #expect(schema.validate(["payment": ["kind": "card", "number": "1"], "refund": .null]) == [])
        #expect(schema.validate(["payment": ["kind": "card", "iban": "1"]]).map(\.path) == ["payment", "payment"])
        #expect(schema.validate(["refund": .null]).map(\.keyword) == ["required"])
    }
}
