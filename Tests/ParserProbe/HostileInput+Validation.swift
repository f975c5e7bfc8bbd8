import Waiter

/// JSON values that are expensive to validate, each with its schema.
extension HostileInput {
    static let validations: [HostileInput] =
        written.map { validation($0.name, (try? JSONValue(jsonText: $0.schema)) ?? .null, $0.bytes) } + built

    /// Schemas as text.
    private static let written: [(name: String, schema: String, bytes: @Sendable (Int) -> [UInt8])] = [
        ("unique numbers", #"{"items": {"type": "integer"}, "uniqueItems": true}"#, numbers),
        ("unique numbers of one hash", #"{"uniqueItems": true}"#, largeNumbers),
        ("enumerations of nested arrays", ##"{"not": {"enum": [1,2,3,4,5,6,7,8]}, "items": {"$ref": "#"}}"##, nested),
        ("pattern", #"{"pattern": "^(a+)+$"}"#, repeated("\"", "a", "b\"")),
        ("pattern, look-ahead", #"{"pattern": "^(?:(?=.*b)a)*$"}"#, repeated("\"", "a", "b\"")),
        ("pattern, names of properties", #"{"patternProperties": {"^(?:abcdefghij){1,1700}$": true}}"#, names),
        ("multiples", #"{"contains": {"multipleOf": 7e-300}}"#, repeated("[", "1.00000000000001e300,", "1]")),
        ("lengths", #"{"items": {"maxLength": 9}}"#, repeated("[", "\"\(text)\",", "0]")),
        (
            "formats", #"{"items": {"anyOf": [{"format": "uri"}, {"format": "email"}, {"format": "ipv6"}]}}"#,
            repeated("[", "\"x://\(text)@b@c@d::::::::::@\",", "0]")
        ),
    ]

    /// Schemas that are too large to be written.
    private static let built: [HostileInput] = [
        validation("pattern, large class", schema("pattern", .string(largeClass)), repeated("\"", "\u{4E00}", "\"")),
        validation(
            "alternatives",
            schema("items", schema("anyOf", alternatives(50))),
            repeated("[", objects, "0]")
        ),
        validation(
            "alternatives of violations",
            schema("anyOf", alternatives(20_000)),
            repeated(#"{"a":""#, "a", "\"}")
        ),
        validation(
            "required properties",
            schema("contains", schema("required", required)),
            repeated("[", objects, "0]")
        ),
        validation(
            "dependent properties",
            schema("items", schema("dependentRequired", dependent)),
            repeated("[", objects, "0]")
        ),
        validation("references, exponential", doubling, repeated("\"", "a", "\"")),
    ]

    private static func schema(_ keyword: String, _ value: JSONValue) -> JSONValue {
        .object(JSONObject([(keyword, value)]))
    }

    /// Arrays within arrays, around a text.
    @Sendable
    private static func nested(_ size: Int) -> [UInt8] {
        let (opening, closing) = (String(repeating: "[", count: 100), String(repeating: "]", count: 100))
        return repeated(opening + "\"", "0123456789", "\"" + closing)(size)
    }

    /// Objects that are long enough not to be refused as too many values.
    private static let objects = #"{"a":"","text":""# + text + #""},"#

    private static let text = String(repeating: "0123456789", count: 40)

    private static let required = JSONValue.array((0..<50_000).map { .string("p\($0)") })

    private static let dependent: JSONValue = {
        var properties = JSONObject()
        for number in 0..<20_000 { properties["p\(number)"] = ["a", "b"] }
        return .object(properties)
    }()

    /// Alternatives, each of which has as many violations as are reported.
    private static func alternatives(_ count: Int) -> JSONValue {
        let names = JSONValue.array((0..<60).map { .string("p\($0)") })
        return .array(Array(repeating: schema("required", names), count: count))
    }

    /// A class of many ranges that do not contain the text.
    private static let largeClass: String = {
        let scalars = (0..<20_000).compactMap { Unicode.Scalar(0x10000 + 2 * UInt32($0)) }
        return "[" + String(String.UnicodeScalarView(scalars)) + "]x"
    }()

    /// Subschemas, each of which applies the next one twice.
    private static let doubling: JSONValue = {
        var definitions = JSONObject()
        for level in 0..<30 {
            let next: JSONValue = ["$ref": .string("#/$defs/l\(level + 1)")]
            definitions["l\(level)"] = ["allOf": [next, next]]
        }
        definitions["l30"] = ["type": "string"]
        return ["$ref": "#/$defs/l0", "$defs": .object(definitions)]
    }()

    @Sendable
    private static func numbers(_ size: Int) -> [UInt8] { sequence(size, from: 100_000_000_000) }

    /// Integers of which about a thousand have the same floating-point number.
    @Sendable
    private static func largeNumbers(_ size: Int) -> [UInt8] { sequence(size, from: 9_000_000_000_000_000_000) }

    private static func sequence(_ size: Int, from start: Int) -> [UInt8] {
        var text = Array("[".utf8)
        text.reserveCapacity(size + 32)
        var number = start
        while text.count < size - 24 {
            text += "\(number),".utf8
            number += 1
        }
        return text + "\(number)]".utf8
    }

    @Sendable
    private static func names(_ size: Int) -> [UInt8] {
        var text = Array("{".utf8)
        text.reserveCapacity(size + 128)
        var number = 0
        while text.count < size - 1024 {
            text += "\"\(number)abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij\":\"\(self.text)\",".utf8
            number += 1
        }
        return text + "\"\":0}".utf8
    }

    private static func validation(
        _ name: String,
        _ schema: JSONValue,
        _ bytes: @escaping @Sendable (Int) -> [UInt8]
    ) -> HostileInput {
        HostileInput(name: "validation, \(name)", bytes: bytes) { bytes in
            await outcome {
                let value = try JSONValue(parsingForeign: bytes)
                let violations = try JSONSchema(schema).validate(value)
                guard let first = violations.first else { return }
                throw OpenAIError(first.keyword == "limit" ? .responseTooLarge : .schemaViolation, first.message)
            }
        }
    }
}
