@testable import WaiterTokenizer

/// A published pattern as data, matched by plain backtracking: slow, and easy to compare with the
/// original, which is given with each pattern.
struct Pattern: Sendable {
    /// One item of an alternative, such as `\s*`.
    struct Item: Sendable {
        var matches: @Sendable (Unicode.Scalar) -> Bool
        var least = 1
        var most = Int.max
        /// Never backtracks.
        var isPossessive = false
    }

    /// A condition on the text after an alternative, which is not consumed.
    enum Ahead: Sendable {
        case anything
        /// `$`
        case end
        /// `(?!\S)`
        case nothingVisible
    }

    struct Alternative: Sendable {
        var items: [Item]
        var ahead = Ahead.anything
        /// Optional items at the end.
        var endings: [[Item]] = []
    }

    var alternatives: [Alternative]

    func pieces(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        var pieces: [String] = []
        var at = 0
        while at < scalars.count {
            let end = alternatives.lazy.compactMap { match($0, scalars, at) }.first ?? at + 1
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: scalars[at..<end])
            pieces.append(String(piece))
            at = end
        }
        return pieces
    }

    private func match(_ alternative: Alternative, _ text: [Unicode.Scalar], _ at: Int) -> Int? {
        guard let end = match(alternative.items[...], alternative.ahead, text, at) else { return nil }
        return alternative.endings.lazy.compactMap { match($0[...], .anything, text, end) }.first ?? end
    }

    private func match(_ items: ArraySlice<Item>, _ ahead: Ahead, _ text: [Unicode.Scalar], _ at: Int) -> Int? {
        guard let item = items.first else { return holds(ahead, text, at) ? at : nil }
        var end = at
        while end < text.count, end - at < item.most, item.matches(text[end]) { end += 1 }
        while end - at >= item.least {
            if let result = match(items.dropFirst(), ahead, text, end) { return result }
            if item.isPossessive { return nil }
            end -= 1
        }
        return nil
    }

    private func holds(_ ahead: Ahead, _ text: [Unicode.Scalar], _ at: Int) -> Bool {
        switch ahead {
        case .anything: true
        case .end: at == text.count
        case .nothingVisible: at == text.count || Kind.space(text[at])
        }
    }
}

/// The character classes of the patterns.
enum Kind {
    private static func of(_ scalar: Unicode.Scalar) -> CharacterClass { CharacterClasses.shared[scalar.value] }

    static func space(_ scalar: Unicode.Scalar) -> Bool { of(scalar).isSpace }
    static func letter(_ scalar: Unicode.Scalar) -> Bool { of(scalar).isLetter }
    static func number(_ scalar: Unicode.Scalar) -> Bool { of(scalar) == .number }
    static func newline(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }
    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`
    static func upper(_ scalar: Unicode.Scalar) -> Bool { of(scalar).isLetterOrMark && of(scalar) != .lower }
    /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`
    static func lower(_ scalar: Unicode.Scalar) -> Bool { of(scalar).isLetterOrMark && of(scalar) != .upper }
    /// `[^\s\p{L}\p{N}]`
    static func other(_ scalar: Unicode.Scalar) -> Bool { !space(scalar) && !letter(scalar) && !number(scalar) }
    /// `[^\r\n\p{L}\p{N}]`
    static func prefix(_ scalar: Unicode.Scalar) -> Bool { !newline(scalar) && !letter(scalar) && !number(scalar) }
}
