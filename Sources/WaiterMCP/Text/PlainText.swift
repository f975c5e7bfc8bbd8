/// Functions that make text from programs and servers safe for models and terminals.
enum PlainText {
    /// Returns the text without terminal escape sequences and control characters, except for line feeds and tabs.
    ///
    /// Carriage returns before line feeds are removed. Other carriage returns, such as those in progress bars, become
    /// line feeds.
    static func cleaned(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isControl($0) && $0 != "\n" && $0 != "\t" }) else { return text }
        var output = String.UnicodeScalarView()
        var filter = EscapeFilter()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            guard filter.admits(scalar) else { continue }
            if wasReturn, scalar != "\n" { output.append("\n") }
            wasReturn = scalar == "\r"
            if wasReturn || (isControl(scalar) && scalar != "\n" && scalar != "\t") { continue }
            output.append(scalar)
        }
        return String(output)
    }

    /// Returns the bytes as text without control characters. Invalid UTF-8 becomes U+FFFD.
    static func cleaned(_ bytes: some Collection<UInt8>) -> String {
        cleaned(String(decoding: bytes, as: UTF8.self))
    }

    /// Returns the text without control characters and without characters that are invisible to people but not to
    /// models. These are tag characters, zero-width characters and bidirectional controls.
    static func visible(_ text: String) -> String {
        let scalars = cleaned(text).unicodeScalars.filter { !isHidden($0) }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF, 0xE0000...0xE0FFF: true
        default: false
        }
    }

    /// Returns the text on a single line of limited length.
    static func line(_ text: String, limit: Int = 500) -> String {
        let line = cleaned(String(text.prefix(4 * limit))).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }

    /// Returns a prefix of the text that has at most `limit` bytes. If anything was omitted, a note is appended.
    static func truncated(_ text: String, limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        // Truncate between scalars. Part of a scalar would become U+FFFD, and a grapheme cluster can be arbitrarily
        // long.
        var size = 0
        let start = text.unicodeScalars.prefix { scalar in
            size += UTF8.width(scalar)
            return size <= limit
        }
        return String(start) + "\n[truncated after \(limit) of \(text.utf8.count) bytes]"
    }

    /// Returns whether a scalar is a C0 or C1 control character, or a separator that some programs treat as a line
    /// terminator.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}

/// Recognizes terminal escape sequences (ECMA-48) one scalar at a time.
private struct EscapeFilter {
    private enum State {
        case text
        /// The state after ESC.
        case escape
        /// The state in a control sequence. The sequence ends with a letter or another byte in the range 0x40 to 0x7E.
        case control
        /// The state in a string, such as a window title or a link. The string ends with BEL, ST or ESC \.
        case string
        /// The state after ESC within a string.
        case stringEscape
    }

    private var state = State.text

    /// Returns whether the scalar is not part of an escape sequence.
    mutating func admits(_ scalar: Unicode.Scalar) -> Bool {
        switch state {
        case .text: return begin(scalar)
        case .escape:
            switch scalar.value {
            case 0x5B: state = .control
            case 0x5D, 0x50, 0x58, 0x5E, 0x5F: state = .string
            // Intermediate bytes, such as those of character set selections, precede the final byte.
            case 0x20...0x2F: break
            default: state = .text
            }
        case .control:
            if (0x40...0x7E).contains(scalar.value) { state = .text }
            // A sequence cannot span lines, so whatever follows a line break in a malformed sequence is text.
            if scalar == "\n" {
                state = .text
                return true
            }
        case .string:
            switch scalar.value {
            case 0x07, 0x9C: state = .text
            case 0x1B: state = .stringEscape
            case 0x0A:
                state = .text
                return true
            default: break
            }
        case .stringEscape: state = .text
        }
        return false
    }

    private mutating func begin(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1B: state = .escape
        case 0x9B: state = .control
        case 0x90, 0x98, 0x9D, 0x9E, 0x9F: state = .string
        default: return true
        }
        return false
    }
}
