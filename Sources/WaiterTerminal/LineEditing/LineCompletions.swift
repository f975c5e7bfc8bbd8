/// How a text before the cursor may go on.
package struct LineCompletions: Hashable, Sendable {
    /// The end of the text that a candidate replaces.
    package var word: String
    /// What may stand in place of the word, with a space behind it if it is then finished.
    package var candidates: [String]

    package init(word: String, candidates: [String]) {
        self.word = word
        self.candidates = candidates
    }

    /// No way to go on.
    package static let none = LineCompletions(word: "", candidates: [])

    /// What all candidates begin with.
    var commonPrefix: String {
        guard var prefix = candidates.first.map({ Array($0) }) else { return "" }
        for candidate in candidates.dropFirst() {
            prefix = zip(prefix, candidate).prefix { $0 == $1 }.map(\.0)
        }
        return String(prefix)
    }
}
