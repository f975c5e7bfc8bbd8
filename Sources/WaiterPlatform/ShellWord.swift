/// Quotes words, and splits strings into words, according to shell syntax.
package enum ShellWord {
    /// Returns a word in single quotes, or unchanged if the word needs no quotes.
    package static func quoted(_ word: String) -> String { shellQuoted(word) }
}
