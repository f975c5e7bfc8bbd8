/// What can stand where the cursor is.
package struct CompletionAnswer: Sendable, Hashable {
    /// A word, and what a shell may show beside it.
    package struct Candidate: Sendable, Hashable {
        package var value: String
        package var description: String

        package init(_ value: String, _ description: String = "") {
            self.value = value
            self.description = description
        }
    }

    /// Paths, which shells complete best by themselves.
    package enum Paths: String, Sendable {
        case files, directories
    }

    package var candidates: [Candidate]
    package var paths: Paths?

    package init(_ candidates: [Candidate] = [], paths: Paths? = nil) {
        self.candidates = candidates
        self.paths = paths
    }
}
