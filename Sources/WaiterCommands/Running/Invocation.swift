/// The command line and environment of the process.
package struct Invocation: Sendable {
    /// The arguments after the program's name.
    package var words: [String]
    /// The number of the first argument that is not UTF-8.
    package var invalidWord: Int?
    /// Whether standard output is open.
    package var hasOutput: Bool
    package var environment: [String: String]

    package init(words: [String], invalidWord: Int?, hasOutput: Bool, environment: [String: String]) {
        self.words = words
        self.invalidWord = invalidWord
        self.hasOutput = hasOutput
        self.environment = environment
    }
}
