/// Bytes that cannot be decoded with certainty.
package struct UndecodableText: Error, Sendable, Hashable {
    /// The offset of the first byte that is not valid UTF-8.
    package var offset: Int
    /// The most probable encoding.
    package var suggestion: TextEncoding?
    /// Whether all but a few of the bytes are valid UTF-8.
    package var isDamagedUTF8 = false
    /// Whether the bytes are text that contains NUL characters.
    package var hasNUL = false

    /// A description of the problem, phrased to follow the text's name.
    package var reason: String {
        hasNUL ? "contains NUL characters (at byte \(offset))" : "contains invalid UTF-8 (at byte \(offset))"
    }

    /// Returns a command that converts the text.
    ///
    /// - Parameter path: The shell-quoted path of the file, or `nil` for standard input.
    /// - Returns: The command, preceded by a phrase that says what it does.
    package func remedy(path: String? = nil) -> String {
        if hasNUL { return "replace them with line breaks: tr '\\0' '\\n'" + (path.map { " < \($0)" } ?? "") }
        let command = isDamagedUTF8 ? "iconv -c -f UTF-8" : "iconv -f \(suggestion?.rawValue ?? "ENCODING")"
        let words = isDamagedUTF8 ? "drop the invalid bytes with" : "convert it with"
        return "\(words): \(command) -t UTF-8" + (path.map { " \($0)" } ?? "")
    }
}
