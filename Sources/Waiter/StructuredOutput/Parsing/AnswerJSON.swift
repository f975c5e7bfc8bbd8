/// The JSON found in an answer, which can also contain other text.
struct AnswerJSON: Sendable {
    /// The JSON value.
    let value: JSONValue
    /// The text of the answer.
    private let text: String
    /// The range of the bytes that contain the JSON, or `nil` if the entire answer is JSON.
    private let part: Range<Int>?
    /// Whether the answer contains only JSON, apart from any reasoning. Answers from a server that enforces schemas
    /// contain only JSON.
    let isAlone: Bool

    /// Finds the JSON in the text. The JSON can be the whole text, the text after a `</think>` tag, or the content of a
    /// code fence.
    ///
    /// - Parameters:
    ///   - text: The text of the answer.
    ///   - isAccepted: A closure that returns whether to accept a value as the answer. If no value is accepted, the
    ///     first value found is used.
    /// - Throws: `JSONError` if the text contains no JSON.
    init(in text: String, isAccepted: (JSONValue) -> Bool) throws {
        do {
            self.init(value: try JSONValue(parsingAnswer: text), text: text, part: nil, isAlone: true)
            return
        } catch let error as JSONError where error.isSyntax {
            let found = Self.embedded(in: text)
            guard let first = found.first else { throw error }
            self = found.first { isAccepted($0.value) } ?? first
        }
    }

    private init(value: JSONValue, text: String, part: Range<Int>?, isAlone: Bool) {
        self.value = value
        self.text = text
        self.part = part
        self.isAlone = isAlone
    }

    /// The UTF-8 text of the value.
    var bytes: [UInt8] {
        guard let part else { return Array(text.utf8) }
        return Array(text.utf8.dropFirst(part.lowerBound).prefix(part.count))
    }

    /// The maximum number of code fences to examine.
    private static let mostFences = 64

    private static func embedded(in text: String) -> [AnswerJSON] {
        let bytes = Array(text.utf8)
        var rest = bytes[...]
        if let end = bytes.lastIndex(of: ThinkTagSeparator.end) {
            rest = bytes[(end + ThinkTagSeparator.end.count)...]
            if let value = try? JSONValue(parsingForeign: Array(rest)) {
                return [AnswerJSON(value: value, text: text, part: rest.indices, isAlone: true)]
            }
        }
        var found: [AnswerJSON] = []
        for _ in 0..<mostFences {
            guard let fence = rest.firstIndex(of: Self.fence) else { break }
            rest = rest[(fence + Self.fence.count)...]
            // Skip the language name, up to the end of the line or the start of the JSON.
            let isStart = { (byte: UInt8) in [UInt8(ascii: "\n"), UInt8(ascii: "{"), UInt8(ascii: "[")].contains(byte) }
            guard let start = rest.firstIndex(where: isStart) else { break }
            rest = rest[start...]
            if let (value, length) = fenced(rest) {
                let part = rest.startIndex..<(rest.startIndex + length)
                found.append(AnswerJSON(value: value, text: text, part: part, isAlone: false))
                rest = rest.dropFirst(length)
            }
        }
        return found
    }

    private static let fence = Array("```".utf8)

    /// Returns the value in a code fence and the length of its JSON text in bytes. Returns `nil` if the fence does
    /// not contain exactly one JSON value.
    private static func fenced(_ content: ArraySlice<UInt8>) -> (value: JSONValue, length: Int)? {
        content.withUnsafeBufferPointer { bytes in
            var reader = JSONReader(bytes, budget: JSONBudget.of(byteCount: bytes.count))
            guard let value = try? reader.readValue() else { return nil }
            let length = reader.offset
            guard reader.isAtEnd() || bytes[reader.offset...].starts(with: fence) else { return nil }
            return (value, length)
        }
    }
}

extension [UInt8] {
    /// Returns the index at which the last occurrence of a byte sequence starts.
    fileprivate func lastIndex(of part: [UInt8]) -> Int? {
        stride(from: count - part.count, through: 0, by: -1)
            .first { self[$0] == part.first && self[$0...].starts(with: part) }
    }
}
