/// The display width of Unicode scalars in terminal columns.
enum GlyphWidth {
    static let joiner: Unicode.Scalar = "\u{200D}"
    static let emojiSelector: Unicode.Scalar = "\u{FE0F}"

    /// Returns the width of a scalar on its own: 0 for combining marks, 2 for East Asian wide characters and emoji.
    static func columns(of scalar: Unicode.Scalar) -> UInt8 {
        guard scalar.value >= 0x300 else { return 1 }
        if isCombining(scalar) { return 0 }
        return isWide(scalar) ? 2 : 1
    }

    /// Returns whether all terminals agree on the width of a scalar.
    ///
    /// Terminals disagree on emoji, combining marks and East Asian Ambiguous characters. Many terminals split emoji
    /// sequences, and some display East Asian Ambiguous characters in two columns.
    static func isCertain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: true
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
        case 0xFF01...0xFF5E: true
        default: false
        }
    }

    /// Returns whether a line may be broken next to the scalar even if there is no space. For example, a line may
    /// be broken between ideographs.
    static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x2E80 && isWide(scalar)
    }

    /// Returns whether the scalar is closing punctuation, which must not start a row.
    static func staysWithPrevious(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x80 else { return "!),.:;?]}%\"'*_".unicodeScalars.contains(scalar) }
        return "。、，．：；！？）］｝」』】〉》〕〗ー々…‥・ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ％”’".unicodeScalars.contains(scalar)
    }

    /// Returns whether the scalar is opening punctuation, which must not end a row.
    static func staysWithNext(_ scalar: Unicode.Scalar) -> Bool {
        "([{（［｛「『【〈《〔〖“‘".unicodeScalars.contains(scalar)
    }

    static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        0x1F1E6...0x1F1FF ~= scalar.value
    }

    private static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Conjoining Hangul vowels and final consonants are displayed within the columns of the leading consonant.
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
        case 0x2010...0x2027, 0x2030...0x205E, 0x3400...0x9FFF, 0xAC00...0xD7A3: return false
        default: break
        }
        return switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        guard value >= 0x1100 else { return false }
        if value < 0x2E80 {
            return value < 0x1160 || value == 0x2329 || value == 0x232A
                || (value >= 0x231A && scalar.properties.isEmojiPresentation)
        }
        for range in wideRanges where value <= range.upperBound { return value >= range.lowerBound || isEmoji(scalar) }
        return false
    }

    private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x1F000 && scalar.properties.isEmojiPresentation
    }

    /// The scalars from U+2E80 onward whose East Asian Width is W or F in Unicode 16, excluding emoji.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF,
        0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}
