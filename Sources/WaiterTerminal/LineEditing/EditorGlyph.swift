/// The printable representation of one character, safe to send to a terminal.
struct EditorGlyph: Hashable, Sendable {
    var text: String
    var columns: Int
    /// Whether the glyph is part of the prompt and is drawn in the prompt's style.
    var isPrompt = false

    /// The maximum number of columns that the glyph can occupy on any terminal. Some terminals display joined scalars
    /// separately.
    var mostColumns: Int {
        let scalars = text.unicodeScalars
        return scalars.allSatisfy(GlyphWidth.isCertain) ? columns : max(columns, 2 * scalars.count)
    }

    /// The maximum number of scalars kept per character, which caps the number of stacked combining marks.
    private static let mostScalars = 32

    init(text: String, columns: Int) {
        (self.text, self.columns) = (text, columns)
    }

    /// Creates the glyph of a character other than a line feed or a tab.
    init(_ character: Character) {
        if let byte = character.asciiValue, character.unicodeScalars.count == 1 {
            self.init(ascii: byte)
            return
        }
        let scalars = String.UnicodeScalarView(character.unicodeScalars.prefix(Self.mostScalars))
        guard let first = scalars.first, !scalars.contains(where: TerminalText.isHarmful) else {
            self.init(text: "\u{FFFD}", columns: 1)
            return
        }
        let columns = Self.columns(of: scalars)
        if columns > 0 {
            self.init(text: String(scalars), columns: columns)
        } else if Self.isVisibleMark(first) {
            // Without a base, a combining mark would attach to the preceding glyph.
            self.init(text: "\u{25CC}" + String(scalars), columns: 1)
        } else {
            self.init(text: "\u{FFFD}", columns: 1)
        }
    }

    private init(ascii byte: UInt8) {
        switch byte {
        case 0..<0x20, 0x7F: self.init(text: "^" + String(Unicode.Scalar(byte ^ 0x40)), columns: 2)
        default: self.init(text: String(Unicode.Scalar(byte)), columns: 1)
        }
    }

    private static func columns(of scalars: String.UnicodeScalarView) -> Int {
        let isSelected = scalars.first?.properties.isEmoji == true && scalars.contains(GlyphWidth.emojiSelector)
        if isSelected || scalars.contains(where: \.properties.isEmojiPresentation) { return 2 }
        // Terminals disagree on whether a soft hyphen is visible.
        if scalars.first == "\u{AD}" { return 0 }
        return min(2, scalars.reduce(0) { $0 + Int(GlyphWidth.columns(of: $1)) })
    }

    private static func isVisibleMark(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.properties.isVariationSelector else { return false }
        return scalar.properties.generalCategory == .nonspacingMark
            || scalar.properties.generalCategory == .enclosingMark
    }
}
