/// The possible completions at the cursor.
package struct CompletionAnswer: Sendable, Hashable {
    /// A completion and the description that a shell can show next to it.
    package struct Candidate: Sendable, Hashable {
        package var value: String
        package var description: String

        package init(_ value: String, _ description: String = "") {
            self.value = value
            self.description = description
        }
    }

    /// The kinds of paths that the shell itself completes.
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
