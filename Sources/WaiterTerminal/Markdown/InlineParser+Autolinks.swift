extension InlineParser {
    /// Parses `<https://...>`, `<name@host>` or `<br>`. Other tags are treated as text.
    mutating func parseAngle() {
        let start = index
        var end = start + 1
        while end < text.count, end - start < reach, !">\n<".unicodeScalars.contains(text[end]) {
            // Autolinks contain no spaces, and `<br />` is the only supported tag that contains one.
            if text[end] == " ", end > start + 4 { return emit() }
            end += 1
        }
        guard end < text.count else {
            hold(start)
            return emit()
        }
        guard text[end] == ">", end - start < reach else { return emit() }
        let content = text[(start + 1)..<end]
        if Self.isLineBreak(content) {
            show("\n", at: start)
        } else if Self.isAddress(content) {
            let style = style(adding: .underline, role: .link)
            for scalar in content { show(scalar, at: start, style) }
        } else {
            return emit()
        }
        index = end + 1
        spans.append((start, index))
    }

    private static func isLineBreak(_ content: ArraySlice<Unicode.Scalar>) -> Bool {
        guard content.count <= 4, content.count >= 2 else { return false }
        var name = String.UnicodeScalarView()
        name.append(contentsOf: content)
        return ["br", "br/", "br /", "br "].contains(String(name).lowercased())
    }

    private static func isAddress(_ content: ArraySlice<Unicode.Scalar>) -> Bool {
        guard !content.contains(" "), let first = content.first, isLetter(first) || isDigit(first) else { return false }
        if let colon = content.firstIndex(of: ":") {
            let scheme = content[..<colon]
            guard scheme.count >= 2, isLetter(first) else { return false }
            return scheme.allSatisfy { isLetter($0) || isDigit($0) || "+.-".unicodeScalars.contains($0) }
        }
        guard let at = content.firstIndex(of: "@"), at < content.endIndex - 1 else { return false }
        return content[(at + 1)...].allSatisfy { isLetter($0) || isDigit($0) || $0 == "." || $0 == "-" }
    }

    /// Parses a bare URL such as `https://swift.org` or `www.swift.org`.
    mutating func parseBareLink() {
        let start = index
        let previous = start > 0 ? text[start - 1] : before
        if let previous, Self.isLetter(previous) || Self.isDigit(previous) || previous == "_" { return emit() }
        guard let prefix = addressPrefix(at: start) else { return emit() }
        guard start + prefix < text.count else {
            hold(start)
            return emit()
        }
        var end = start + prefix
        while end < text.count, end - start < reach, !Self.endsAddress(text[end]) { end += 1 }
        guard end - start < reach else { return emit() }
        if end == text.count { hold(start) }
        end = trimmedEnd(of: start, end)
        guard end > start + prefix else { return emit() }
        let style = style(adding: .underline, role: .link)
        for source in start..<end { show(text[source], at: source, style) }
        index = end
        spans.append((start, end))
    }

    /// Returns the length of the URL prefix at an index. The prefix can be cut off by the end of the text.
    private func addressPrefix(at start: Int) -> Int? {
        for prefix in Self.addressPrefixes {
            var length = 0
            while length < prefix.count, start + length < text.count {
                guard text[start + length].value | 0x20 == prefix[length].value else { break }
                length += 1
            }
            if length == prefix.count || start + length == text.count { return length }
        }
        return nil
    }

    private static let addressPrefixes = ["https://", "http://", "www."].map { Array($0.unicodeScalars) }

    private static func endsAddress(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0x20 || "<>`\"]|".unicodeScalars.contains(scalar) || scalar.properties.isWhitespace
    }

    /// Returns the end of a URL, excluding trailing punctuation that belongs to the surrounding sentence.
    private func trimmedEnd(of start: Int, _ end: Int) -> Int {
        var end = end
        var closing = text[start..<end].reduce(0) { $1 == ")" ? $0 + 1 : $1 == "(" ? $0 - 1 : $0 }
        while end > start {
            let last = text[end - 1]
            if last == ")", closing > 0 {
                closing -= 1
            } else if !"?!.,:;*_~'。，、）".unicodeScalars.contains(last) {
                break
            }
            end -= 1
        }
        return end
    }

    /// Parses an entity such as `&amp;` or `&#38;`.
    mutating func parseEntity() {
        let start = index
        var end = start + 1
        while end < text.count, end - start < 10, Self.isEntityScalar(text[end]) { end += 1 }
        guard end < text.count else {
            hold(start)
            return emit()
        }
        guard text[end] == ";", let scalar = Self.entity(text[(start + 1)..<end]) else { return emit() }
        // A control character that is written as a numeric entity is as harmful as a literal one.
        let isHarmful = TerminalText.isHarmful(scalar) || scalar == "\n" || scalar == "\t"
        show(isHarmful ? "\u{FFFD}" : scalar, at: start)
        index = end + 1
        spans.append((start, index))
    }

    private static func isEntityScalar(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || isDigit(scalar) || scalar == "#"
    }

    private static func entity(_ content: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: content)
        let name = String(view)
        guard name.hasPrefix("#") else { return named[name] }
        let isHexadecimal = name.hasPrefix("#x") || name.hasPrefix("#X")
        let value = isHexadecimal ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst(1))
        return value.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }

    private static let named: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "reg": "®",
        "trade": "™", "hellip": "…", "mdash": "—", "ndash": "–", "lsquo": "‘", "rsquo": "’", "ldquo": "“",
        "rdquo": "”", "laquo": "«", "raquo": "»", "bull": "•", "middot": "·", "times": "×", "divide": "÷",
        "deg": "°", "plusmn": "±", "euro": "€", "pound": "£", "larr": "←", "rarr": "→", "uarr": "↑", "darr": "↓",
        "le": "≤", "ge": "≥", "ne": "≠", "infin": "∞", "sect": "§", "para": "¶",
    ]

    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        0x61...0x7A ~= scalar.value | 0x20
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        0x30...0x39 ~= scalar.value
    }
}
