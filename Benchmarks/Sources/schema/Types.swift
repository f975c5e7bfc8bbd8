import Foundation
import Waiter

// The twenty types that schema/pydantic_types.py also defines, with the same names and fields.

struct Scalars: Codable {
    var text = "Grüße"
    var flag = true
    var count = -3
    var byte: UInt8 = 200
    var ratio = 0.25
}
struct Money: Codable { var price = Decimal(1999) / 100 }
struct Moment: Codable { var at = Date(timeIntervalSince1970: 1_790_000_000) }
struct Link: Codable {
    var site = URL(string: "https://example.com/a?b=c")
    var id = UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8") ?? UUID()
}
struct Optionals: Codable {
    var name: String? = "Tom"
    var count: Int?
    var tags: [String]? = ["a"]
}
enum Color: String, Codable, CaseIterable { case red, green, blue }
enum Level: Int, Codable, CaseIterable { case low = 1, high = 10 }
struct Painted: Codable {
    var color = Color.green
    var others = [Color.red]
    var level = Level.high
}
struct Address: Codable {
    var street = "Main Street 1"
    var city = "Oslo"
}
struct Person: Codable {
    var name = "Ann"
    var address = Address()
}
struct Matrix: Codable { var rows = [[1.5, 2], [3, 4]] }
struct Scores: Codable { var points = ["ann": 1, "bob": 2] }
struct Folder: Codable {
    var name = "root"
    var folders: [Folder] = []
}
final class Chain: Codable {
    var value = 1
    var next: Chain?
    init(value: Int, next: Chain?) { (self.value, self.next) = (value, next) }
}
struct Author: Codable {
    var name = "Ann"
    var books: [Book]?
}
struct Book: Codable {
    var title = "A"
    var author: Author?
}
struct Renamed: Codable {
    var firstName = "Ann"
    var yearOfBirth = 1990
    enum CodingKeys: String, CodingKey {
        case firstName = "first_name"
        case yearOfBirth = "year_of_birth"
    }
}
struct Box<Content: Codable>: Codable { var content: Content }
struct Boxes: Codable {
    var number = Box(content: 1)
    var word = Box(content: "a")
}
struct Twenty: Codable {
    var a1 = "", a2 = "", a3 = "", a4 = "", a5 = ""
    var b1 = 1, b2 = 2, b3 = 3, b4 = 4, b5 = 5
    var c1 = 0.5, c2 = 0.5, c3 = 0.5, c4: String?, c5: Int?
    var d1 = true, d2 = false, d3 = ["a"], d4 = [1], d5 = Address()
}
struct Deep: Codable {
    struct B: Codable {
        struct C: Codable {
            struct D: Codable { var value = 4 }
            var d = D()
        }
        var c = C()
    }
    var b = B()
}
struct Invoice: Codable, JSONSchemaRefining {
    var number = "AB123"
    var total = 10.5
    var items = ["pen"]
    static var schemaRefinements: [JSONSchema.Refinement] {
        [
            .property(CodingKeys.number, "As printed", .pattern("^[A-Z]{2}[0-9]+$"), .maxLength(20)),
            .property(CodingKeys.total, .minimum(0)),
            .property(CodingKeys.items, .minItems(1)),
        ]
    }
    enum CodingKeys: String, CodingKey { case number, total, items }
}
enum Payment: Codable, JSONSchemaProviding {
    case card(String)
    case transfer(String)
    enum CodingKeys: String, CodingKey { case kind, number, iban }
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let isCard = try container.decode(String.self, forKey: .kind) == "card"
        self =
            isCard
            ? .card(try container.decode(String.self, forKey: .number))
            : .transfer(try container.decode(String.self, forKey: .iban))
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .card(let number):
            try container.encode("card", forKey: .kind)
            try container.encode(number, forKey: .number)
        case .transfer(let iban):
            try container.encode("transfer", forKey: .kind)
            try container.encode(iban, forKey: .iban)
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
struct Order: Codable {
    var payment = Payment.card("4000")
    var refund: Payment?
}

/// A type with its name and a value.
struct Sample {
    let name: String
    let schema: () throws -> JSONSchema
    let json: () throws -> Data
    /// A closure that decodes JSON and encodes the value again.
    let roundTrip: (JSONValue) throws -> Data

    init<Value: Codable>(_ value: Value) {
        name = "\(Value.self)"
        schema = { try JSONSchema(of: Value.self) }
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = .withoutEscapingSlashes
        json = { try encoder.encode(value) }
        roundTrip = { try encoder.encode(try $0.decode(as: Value.self)) }
    }

    static var all: [Sample] {
        [
            Sample(Scalars()), Sample(Money()), Sample(Moment()), Sample(Link()), Sample(Optionals()),
            Sample(Painted()),
            Sample(Address()), Sample(Person()), Sample(Matrix()), Sample(Scores()),
            Sample(Folder(folders: [Folder(name: "a")])), Sample(Chain(value: 1, next: Chain(value: 2, next: nil))),
            Sample(Author(books: [Book()])), Sample(Renamed()), Sample(Boxes()), Sample(Twenty()), Sample(Deep()),
            Sample(Invoice()), Sample(Order()), Sample(Optionals(name: nil, tags: nil)),
        ]
    }
}
