internal import Waiter

/// Removes the citation marks from ChatGPT answers. Citation marks, which are enclosed in private-use characters, refer
/// to sources, entities and links.
///
/// A mark consists of U+E200, the kind of the mark, parts separated by U+E202, and U+E201. If a mark contains text that
/// can be displayed, the text is kept.
enum CitationMarks {
    private static let (start, end, divider) = (
        "\u{E200}" as Unicode.Scalar, "\u{E201}" as Unicode.Scalar, "\u{E202}" as Unicode.Scalar
    )
    private static let marks = ("\u{E200}" as Unicode.Scalar)...("\u{E21F}" as Unicode.Scalar)

    /// Returns the text without marks.
    ///
    /// - Parameters:
    ///   - text: The text of a message.
    ///   - references: The references in the export, each with its `matched_text`.
    /// - Returns: The text to display.
    static func removed(from text: String, references: [JSONValue]) -> String {
        guard text.unicodeScalars.contains(where: marks.contains) else { return text }
        let shownTexts = alternatives(references)
        var output = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        // No mark can start after the last end character. If the search for marks continued past it, looking for the
        // end of each mark could take quadratic time.
        let last = text.unicodeScalars.lastIndex(of: end)
        while let scalar = rest.first {
            if scalar == start, let last, rest.startIndex < last, let close = rest.firstIndex(of: end) {
                let mark = rest[...close]
                rest = rest[rest.index(after: close)...]
                let shown = shown(mark, shownTexts)
                output.append(contentsOf: shown.unicodeScalars)
                // Remove the space before a removed mark if whitespace, punctuation or the end of the text follows.
                let hasSpaceAfter = rest.first.map {
                    $0.properties.isWhitespace || ".,;:!?".unicodeScalars.contains($0)
                }
                if shown.isEmpty, output.last == " ", hasSpaceAfter ?? true { output.removeLast() }
                continue
            }
            rest = rest.dropFirst()
            if !marks.contains(scalar) { output.append(scalar) }
        }
        return String(output)
    }

    /// Returns the text that replaces a mark.
    private static func shown(_ mark: Substring.UnicodeScalarView, _ alternatives: [String: String]) -> String {
        let parts = mark.dropFirst().dropLast().split(separator: divider, omittingEmptySubsequences: false)
            .map { String(String.UnicodeScalarView($0.filter { !marks.contains($0) })) }
        if let kind = parts.first, parts.count > 1 {
            if kind == "entity", let list = try? JSONValue(jsonText: parts[1]), let name = list[1]?.stringValue {
                return name
            }
            if kind == "url" || kind == "link_title" { return parts[1] }
        }
        let alternative = alternatives[String(String.UnicodeScalarView(mark))] ?? ""
        return String(String.UnicodeScalarView(alternative.unicodeScalars.filter { !marks.contains($0) }))
    }

    /// Returns the replacement text for each mark. If several references have the same mark, the first reference is
    /// used.
    private static func alternatives(_ references: [JSONValue]) -> [String: String] {
        let pairs = references.compactMap { reference in
            reference["matched_text"]?.stringValue.map { ($0, reference["alt"]?.stringValue ?? "") }
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
