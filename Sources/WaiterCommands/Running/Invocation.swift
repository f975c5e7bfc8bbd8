/// How the process was called.
package struct Invocation: Sendable {
    /// The words after the program's name.
    package var words: [String]
    /// The number of the first word that is not UTF-8.
    package var invalidWord: Int?
    /// Whether the process was started with a standard output.
    package var hasOutput: Bool
    package var environment: [String: String]

    package init(words: [String], invalidWord: Int?, hasOutput: Bool, environment: [String: String]) {
        self.words = words
        self.invalidWord = invalidWord
        self.hasOutput = hasOutput
        self.environment = environment
    }
}
