extension JSONValue {
    /// Parses a JSON document. Throws `JSONError` if the JSON is invalid or followed by other data.
    package init(parsing bytes: some Sequence<UInt8>) throws {
        self =
            try bytes.withContiguousStorageIfAvailable(Self.parse) ?? Array(bytes).withUnsafeBufferPointer(Self.parse)
    }

    /// Parses a JSON document from an external source. `JSONBudget` limits the memory that the values can use.
    package init(parsingForeign bytes: [UInt8]) throws {
        self = try bytes.withUnsafeBufferPointer(Self.parseForeign)
    }

    /// Parses a JSON document from an external source. `JSONBudget` limits the memory that the values can use.
    package static func parseForeign(_ bytes: UnsafeBufferPointer<UInt8>) throws -> JSONValue {
        try parse(bytes, budget: JSONBudget.of(byteCount: bytes.count))
    }

    /// Parses a single JSON document in the text of an answer. The budget is lower because the text and the value
    /// are in memory at the same time.
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

    /// The value as compact JSON text. The order of members is preserved.
    public var jsonText: String {
        String(decoding: jsonBytes, as: UTF8.self)
    }

    /// Returns the value as compact JSON text, or `nil` if the text is longer than the given limit, in bytes.
    package func jsonText(upTo limit: Int) -> String? {
        var left = limit
        return isWithin(&left) ? jsonText : nil
    }

    /// Returns whether the JSON text might fit within a limit. The traversal stops as soon as the text is known to be
    /// too long.
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

    /// The value as formatted JSON text, indented by two spaces. The order of members is preserved.
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

    /// Returns this value merged with another value. Objects are merged member by member, and values of all other types
    /// are replaced.
    package func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(var object) = self, case .object(let overlay) = other else { return other }
        for (key, value) in overlay { object[key] = object[key].map { $0.merging(value) } ?? value }
        return .object(object)
    }
}
