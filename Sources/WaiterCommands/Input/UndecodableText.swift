/// Bytes that are no text of a certain encoding.
package struct UndecodableText: Error, Sendable, Hashable {
    /// The first byte that is not UTF-8.
    package var offset: Int
    /// The encoding that the bytes are probably in.
    package var suggestion: TextEncoding?
    /// Whether it is UTF-8 with a few bytes that are not.
    package var isDamagedUTF8 = false
    /// Whether it is text but for NUL characters.
    package var hasNUL = false

    /// What is wrong, as the end of a sentence that begins with the text's name.
    package var reason: String {
        hasNUL ? "contains NUL characters (byte \(offset))" : "is not UTF-8 (byte \(offset))"
    }

    /// The command that converts it.
    ///
    /// - Parameter path: The quoted path of its file; nil for standard input.
    package func remedy(path: String? = nil) -> String {
        if hasNUL { return "replace them with line breaks: tr '\\0' '\\n'" + (path.map { " < \($0)" } ?? "") }
        let command = isDamagedUTF8 ? "iconv -c -f UTF-8" : "iconv -f \(suggestion?.rawValue ?? "ENCODING")"
        let words = isDamagedUTF8 ? "drop the invalid bytes with" : "convert it with"
        return "\(words): \(command) -t UTF-8" + (path.map { " \($0)" } ?? "")
    }
}
