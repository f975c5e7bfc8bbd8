extension JSONValue {
    /// Parses a JSON document; throws `JSONError` for invalid JSON and for trailing data.
    package init(parsing bytes: some Sequence<UInt8>) throws {
        self =
            try bytes.withContiguousStorageIfAvailable(Self.parse) ?? Array(bytes).withUnsafeBufferPointer(Self.parse)
    }

    /// Parses a JSON document from an external source, within the memory that `JSONBudget` allows.
    package init(parsingForeign bytes: [UInt8]) throws {
        self = try bytes.withUnsafeBufferPointer(Self.parseForeign)
    }

    /// Parses a JSON document from an external source, within the memory that `JSONBudget` allows.
    package static func parseForeign(_ bytes: UnsafeBufferPointer<UInt8>) throws -> JSONValue {
        try parse(bytes, budget: JSONBudget.of(byteCount: bytes.count))
    }

    /// Parses one JSON document from the text of an answer. The text stays in memory alongside the value.
    package init(parsingAnswer text: String) throws {
        var text = text
        self = try text.withUTF8 { try Self.parse($0, budget: JSONBudget.ofAnswer(byteCount: $0.count)) }
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws -> JSONValue {
        try parse(bytes, budget: .max)
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, budget: Int) throws -> JSONValue {
        var reader = JSONReader(bytes, budget: budget)
        let value = try reader.readValue()
        guard reader.isAtEnd() else { throw reader.failure() }
        return value
    }

    /// Parses a JSON document.
    ///
    /// - Throws: An error whose description contains the offset of the first invalid byte.
    public init(jsonText: String) throws {
        try self.init(parsing: jsonText.utf8)
    }

    /// The value as compact JSON, with members in order.
    public var jsonText: String {
        String(decoding: jsonBytes, as: UTF8.self)
    }

    /// Returns the value as compact JSON, or `nil` if it is longer than the given limit in bytes.
    package func jsonText(upTo limit: Int) -> String? {
        var left = limit
        return isWithin(&left) ? jsonText : nil
    }

    /// Returns whether the JSON might fit within a limit. The traversal stops early if the JSON cannot fit.
    private func isWithin(_ left: inout Int) -> Bool {
        left -= 1
        switch self {
        case .string(let text): left -= text.utf8.count
        case .array(let elements):
            for element in elements where !element.isWithin(&left) { return false }
        case .object(let object):
            for member in object.members {
                left -= member.key.utf8.count
                if !member.value.isWithin(&left) { return false }
            }
        default: break
        }
        return left >= 0
    }

    /// The value as compact JSON in UTF-8.
    package var jsonBytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// The value as readable JSON, indented by two spaces, with members in order.
    public var prettyJSONText: String {
        var text = ""
        writePretty(to: &text, indentation: "")
        return text
    }

    private func writePretty(to text: inout String, indentation: String) {
        let inner = indentation + "  "
        switch self {
        case .array(let elements) where !elements.isEmpty:
            text += "[\n"
            for (position, element) in elements.enumerated() {
                text += position == 0 ? inner : ",\n" + inner
                element.writePretty(to: &text, indentation: inner)
            }
            text += "\n" + indentation + "]"
        case .object(let object) where !object.isEmpty:
            text += "{\n"
            for (position, member) in object.enumerated() {
                text += (position == 0 ? inner : ",\n" + inner) + JSONValue.string(member.key).jsonText + ": "
                member.value.writePretty(to: &text, indentation: inner)
            }
            text += "\n" + indentation + "}"
        default:
            text += jsonText
        }
    }

    /// Returns this value merged with another: objects are merged member by member, and other values are replaced.
    package func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(var object) = self, case .object(let overlay) = other else { return other }
        for (key, value) in overlay { object[key] = object[key].map { $0.merging(value) } ?? value }
        return .object(object)
    }
}
