/// Functions that sanitize untrusted text for terminals.
package enum TerminalText {
    /// Replaces control characters (including the escape character) and direction overrides with U+FFFD. Line breaks
    /// and tabs are kept.
    ///
    /// Each character is checked on its own, so an escape sequence that is split across two chunks is also neutralized.
    /// Without its first character, the rest of the sequence is plain text.
    package static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        var safe = String.UnicodeScalarView()
        // A lone carriage return would let text overwrite the start of its line. A carriage return before a line feed
        // is harmless.
        var mayBreak = false
        for scalar in text.unicodeScalars {
            if mayBreak, scalar != "\n" { safe.append("\u{FFFD}") }
            mayBreak = scalar == "\r"
            if !mayBreak { safe.append(isHarmful(scalar) ? "\u{FFFD}" : scalar) }
        }
        if mayBreak { safe.append("\u{FFFD}") }
        return String(safe)
    }

    /// Returns text with control characters and escape sequences replaced by U+FFFD, for use in documents.
    ///
    /// Unlike `safe`, this method keeps direction marks, which some writing systems need.
    package static func withoutControls(_ text: String) -> String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        }
        let text = text.replacing("\r\n", with: "\n")
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { clean.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
        return String(clean)
    }

    /// Returns sanitized text on a single line without tabs, for use in messages.
    package static func line(_ text: String) -> String {
        safe(text).split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
    }

    /// Returns sanitized text on a single line, truncated to the given number of terminal columns.
    package static func line(_ text: String, columns: Int) -> String {
        let line = line(text)
        let width = line.unicodeScalars.reduce(0) { $0 + Int(GlyphWidth.columns(of: $1)) }
        guard width > columns else { return line }
        var (kept, used) = (String.UnicodeScalarView(), 0)
        for scalar in line.unicodeScalars {
            used += Int(GlyphWidth.columns(of: scalar))
            if used > columns - 1 { break }
            kept.append(scalar)
        }
        return columns > 0 ? String(kept) + "…" : ""
    }

    static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F, 0x80...0x9F: true
        // Direction overrides and isolates can make the displayed text differ from the actual text.
        case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: true
        default: false
        }
    }
}
