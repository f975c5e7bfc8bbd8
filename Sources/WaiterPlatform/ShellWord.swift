/// Writes words so that a shell reads them back as they are.
package enum ShellWord {
    /// The word as it is when it is harmless, else in single quotes.
    package static func quoted(_ word: String) -> String { shellQuoted(word) }
}
