internal import WaiterTerminal

/// Functions that create text for HTML pages.
enum HTMLText {
    /// The maximum length of a name in characters.
    private static let maxLength = 120

    /// Escapes external text, such as a model's name, and returns it on one line without control characters.
    static func name(_ text: String) -> String {
        let line = TerminalText.line(text)
        return escaped(line.count > maxLength ? line.prefix(maxLength - 1) + "…" : line)
    }

    /// Escapes the characters that have a special meaning in elements or quoted attributes.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// Returns a number with its digits in groups of three, such as `1,234,567`.
    static func number(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// Returns a share as a percentage, such as `62%` or `<1%`. Returns `-` if the total is zero.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "-" }
        let percent = Double(part) / Double(whole) * 100
        return percent > 0 && percent < 1 ? "&lt;1%" : "\(Int(min(percent, 100).rounded()))%"
    }
}
