/// Roff source for manual pages.
struct Roff {
    private(set) var text = ""

    /// Appends a roff request with quoted arguments.
    mutating func request(_ name: String, _ arguments: String...) {
        text += ([name] + arguments.map { "\"\(Self.escaped($0))\"" }).joined(separator: " ") + "\n"
    }

    /// Appends filled text.
    mutating func paragraph(_ words: String) {
        text += Self.line(words) + "\n"
    }

    /// Appends indented, unfilled lines.
    mutating func literal(_ lines: [String]) {
        request(".RS", "4")
        request(".nf")
        for line in lines { paragraph(line) }
        request(".fi")
        request(".RE")
    }

    /// Appends a term and its description.
    mutating func item(_ term: [(text: String, isLiteral: Bool)], _ words: String) {
        request(".TP")
        text += term.map { "\\f\($0.isLiteral ? "B" : "I")\(Self.escaped($0.text))\\fR" }.joined() + "\n"
        paragraph(words)
    }

    /// Appends help text: paragraphs separated by blank lines, and indented lines as literals.
    mutating func discussion(_ words: String) {
        for (number, block) in words.split(separator: "\n\n").enumerated() {
            if number > 0 { request(".PP") }
            var literal: [String] = []
            for line in block.split(separator: "\n") {
                if line.hasPrefix("  ") {
                    literal.append(String(line.dropFirst(2)))
                } else {
                    paragraph(String(line))
                }
            }
            if !literal.isEmpty { self.literal(literal) }
        }
    }

    private static func line(_ words: String) -> String {
        let line = escaped(words)
        // A leading dot would be interpreted as a request.
        return line.hasPrefix(".") ? "\\&" + line : line
    }

    static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\e"
            case "-": "\\-"
            case "'": "\\(aq"
            case "`": "\\(ga"
            case "\"": "\\(dq"
            case "~": "\\(ti"
            case "^": "\\(ha"
            case let other where other.value > 0x7E: "\\[u\(hexadecimal(other.value))]"
            default: "\(scalar)"
            }
        }.joined()
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
