/// Quotes and splits words according to shell syntax.
package enum ShellWord {
    /// Returns the word unchanged if it needs no quotes, or in single quotes otherwise.
    package static func quoted(_ word: String) -> String { shellQuoted(word) }
}
