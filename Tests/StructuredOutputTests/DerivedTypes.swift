import Foundation
import Waiter

// The types of the fixtures, one for each construct of Swift that a schema is derived from.

struct Scalars: Decodable {
    var text: String
    var flag: Bool
    var count: Int
    var byte: UInt8
    var size: UInt
    var ratio: Double
    var price: Decimal
    var moment: Date
    var link: URL
    var id: UUID
    var bytes: Data
}

struct Optionals: Decodable {
    var name: String?
    var count: Int?
    var colour: Colour?
    var place: Place?
    var tags: [String]?
}

enum Colour: String, Codable, CaseIterable {
    case red, green
    case blue = "light-blue"
}
enum Level: Int, Codable, CaseIterable {
    case low = 1
    case high = 10
}

struct Place: Decodable {
    var city: String
    var level: Level
}

struct Collections: Decodable {
    var names: [String]
    var unique: Set<Int>
    var matrix: [[Double]]
    var scores: [String: Double]
    var places: [Place]
    var anything: JSONValue
}

struct Repeated: Decodable {
    var first: Place
    var second: Place
    var colour: Colour
    var others: [Colour]
}

struct Folder: Decodable {
    var name: String
    var folders: [Folder]
}

struct Chain: Decodable {
    final class Link: Decodable {
        var value: Int
        var next: Link?
    }
    var start: Link
}

struct Mutual: Decodable {
    struct Other: Decodable {
        var back: [Mutual]?
        var again: [Other]
    }
    var other: Other?
}

struct Identifier: Decodable, Hashable {
    var text: String
    init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
}

struct Box<Content: Decodable>: Decodable { var content: Content }

struct Wrapped: Decodable {
    var id: Identifier
    var other: Identifier
    var number: Box<Int>
    var word: Box<String>
    var words: [Box<String>]
}

struct HandWritten: Decodable {
    var name: String
    var age: Int
    var nickname: String?
    var point: (Double, Double)
    var inner: Int

    enum CodingKeys: String, CodingKey {
        case name
        case age = "years"
        case nickname, point, nested
    }
    enum NestedKeys: String, CodingKey { case inner }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        age = try container.decodeIfPresent(Int.self, forKey: .age) ?? 18
        nickname = container.contains(.nickname) ? try container.decode(String.self, forKey: .nickname) : nil
        var point = try container.nestedUnkeyedContainer(forKey: .point)
        self.point = (try point.decode(Double.self), try point.decode(Double.self))
        inner = try container.nestedContainer(keyedBy: NestedKeys.self, forKey: .nested)
            .decode(Int.self, forKey: .inner)
    }
}

struct Invoice: Decodable, JSONSchemaRefining {
    var number: String
    var total: Decimal
    var mail: String?
    var items: [Place]

    enum CodingKeys: String, CodingKey { case number, total, mail, items }

    static var schemaRefinements: [JSONSchema.Refinement] {
        [
            .summary("An invoice of a supplier"),
            .property(CodingKeys.number, "As printed", .pattern("^[A-Z]{2}[0-9]+$"), .maxLength(20)),
            .property(CodingKeys.total, .minimum(0), .multipleOf(0.01)),
            .property(CodingKeys.mail, "Of the supplier", .format("email")),
            .property(CodingKeys.items, .minItems(1)),
        ]
    }
}

enum Payment: Decodable, JSONSchemaProviding, Equatable {
    case card(String)
    case transfer(String)

    enum CodingKeys: String, CodingKey { case kind, number, iban }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .kind) {
        case "card": self = .card(try container.decode(String.self, forKey: .number))
        case "transfer": self = .transfer(try container.decode(String.self, forKey: .iban))
        default:
            throw DecodingError.dataCorruptedError(forKey: .kind, in: container, debugDescription: "unknown kind")
        }
    }

    static var jsonSchema: JSONSchema {
        get throws {
            try .anyOf([
                .object([("kind", .constant("card")), ("number", .string())]),
                .object([("kind", .constant("transfer")), ("iban", .string())]),
            ])
        }
    }
}

struct Order: Decodable {
    var payment: Payment
    var refund: Payment?
}

struct Empty: Decodable {}
