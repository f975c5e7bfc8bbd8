/// Extracts the text from a streamed answer to a request with schema-based tools. Such an answer has the form
/// `{"answer": "..."}`.
package struct SchemaAnswerReader: Sendable {
    private enum Place: Sendable, Equatable {
        /// The reader has read the given number of characters of the fixed prefix that precedes the text.
        case beginning(Int)
        case text
        case escape
        case hex(String)
        case over
    }

    private static let beginning = Array("{\"answer\":\"".unicodeScalars)

    private var place = Place.beginning(0)
    private var highSurrogate: UInt32?
    /// Whether the JSON read so far contains an answer rather than a tool call.
    package private(set) var isAnswer = false

    package init() {}

    /// Returns the text that a chunk adds to the answer.
    package mutating func read(_ chunk: String) -> String {
        guard place != .over else { return "" }
        var text = String.UnicodeScalarView()
        for scalar in chunk.unicodeScalars {
            switch place {
            case .beginning(let count): begin(scalar, count)
            case .text: read(scalar, into: &text)
            case .escape: unescape(scalar, into: &text)
            case .hex(let digits): read(digit: scalar, after: digits, into: &text)
            case .over: return String(text)
            }
        }
        return String(text)
    }

    private mutating func begin(_ scalar: Unicode.Scalar, _ count: Int) {
        let expected = Self.beginning[count]
        if scalar == expected {
            place = count + 1 == Self.beginning.count ? .text : .beginning(count + 1)
            isAnswer = place == .text
        } else if !scalar.properties.isWhitespace {
            place = .over
        }
    }

    private mutating func read(_ scalar: Unicode.Scalar, into text: inout String.UnicodeScalarView) {
        switch scalar {
        case "\\": place = .escape
        case "\"":
            flush(into: &text)
            place = .over
        default:
            flush(into: &text)
            text.append(scalar)
        }
    }

    private mutating func unescape(_ scalar: Unicode.Scalar, into text: inout String.UnicodeScalarView) {
        place = .text
        if scalar == "u" {
            place = .hex("")
            return
        }
        flush(into: &text)
        switch scalar {
        case "n": text.append("\n")
        case "t": text.append("\t")
        case "r": text.append("\r")
        case "b": text.append("\u{8}")
        case "f": text.append("\u{C}")
        default: text.append(scalar)
        }
    }

    private mutating func read(
        digit: Unicode.Scalar,
        after digits: String,
        into text: inout String.UnicodeScalarView
    ) {
        let digits = digits + String(digit)
        guard digits.unicodeScalars.count == 4 else {
            place = .hex(digits)
            return
        }
        place = .text
        let unit = UInt32(digits, radix: 16) ?? 0xFFFD
        if let high = highSurrogate, (0xDC00...0xDFFF).contains(unit) {
            highSurrogate = nil
            append(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00), to: &text)
        } else if (0xD800...0xDBFF).contains(unit) {
            flush(into: &text)
            highSurrogate = unit
        } else {
            flush(into: &text)
            append(unit, to: &text)
        }
    }

    private func append(_ value: UInt32, to text: inout String.UnicodeScalarView) {
        text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }

    /// Writes U+FFFD in place of a high surrogate that is not followed by a low surrogate.
    private mutating func flush(into text: inout String.UnicodeScalarView) {
        if highSurrogate != nil { text.append("\u{FFFD}") }
        highSurrogate = nil
    }
}
