/// The completions for the text before the cursor.
package struct LineCompletions: Hashable, Sendable {
    /// The part at the end of the text that a candidate replaces.
    package var word: String
    /// The possible replacements. A candidate that completes the word ends with a space.
    package var candidates: [String]

    package init(word: String, candidates: [String]) {
        self.word = word
        self.candidates = candidates
    }

    /// No completions.
    package static let none = LineCompletions(word: "", candidates: [])

    /// The longest common prefix of the candidates.
    var commonPrefix: String {
        guard var prefix = candidates.first.map({ Array($0) }) else { return "" }
        for candidate in candidates.dropFirst() {
            prefix = zip(prefix, candidate).prefix { $0 == $1 }.map(\.0)
        }
        return String(prefix)
    }
}
