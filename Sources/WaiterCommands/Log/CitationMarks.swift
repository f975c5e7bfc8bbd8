internal import Waiter

/// The marks that ChatGPT puts into answers for its own pages: private-use characters around names of sources, entities
/// and links.
///
/// A mark is U+E200, its kind, parts that U+E202 divides, and U+E201. What can be shown of it stays.
enum CitationMarks {
    private static let (start, end, divider) = (
        "\u{E200}" as Unicode.Scalar, "\u{E201}" as Unicode.Scalar, "\u{E202}" as Unicode.Scalar
    )
    private static let marks = ("\u{E200}" as Unicode.Scalar)...("\u{E21F}" as Unicode.Scalar)

    /// The text without marks.
    ///
    /// - Parameter references: What the export says of the marks, each with its `matched_text`.
    static func removed(from text: String, references: [JSONValue]) -> String {
        guard text.unicodeScalars.contains(where: marks.contains) else { return text }
        let shownTexts = alternatives(references)
        var output = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        // Behind the last end there is no mark: each beginning would look for one.
        let last = text.unicodeScalars.lastIndex(of: end)
        while let scalar = rest.first {
            if scalar == start, let last, rest.startIndex < last, let close = rest.firstIndex(of: end) {
                let mark = rest[...close]
                rest = rest[rest.index(after: close)...]
                let shown = shown(mark, shownTexts)
                output.append(contentsOf: shown.unicodeScalars)
                // The space before a mark that is gone, where another follows or the line ends.
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

    /// What is shown in the place of a mark.
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

    /// What references say is shown in the place of a mark, by the mark; the first that names it counts.
    private static func alternatives(_ references: [JSONValue]) -> [String: String] {
        let pairs = references.compactMap { reference in
            reference["matched_text"]?.stringValue.map { ($0, reference["alt"]?.stringValue ?? "") }
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
