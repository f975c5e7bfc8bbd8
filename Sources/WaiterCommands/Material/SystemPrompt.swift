internal import WaiterPlatform

/// The system prompt given on the command line. It is given as text, as `@` followed by the path of a file, or as the
/// path that is passed to `--sf`.
package enum SystemPrompt {
    /// Returns the system prompt, or `nil` if there is none.
    ///
    /// - Throws: `CommandFailure` if a file is missing or is not text, or `CancellationError`.
    package static func text(_ given: String?, file: String?) throws -> String? {
        if let file { return try read(file) }
        guard let given, given.hasPrefix("@") else { return given }
        // A leading `@@` represents a literal `@`.
        if given.hasPrefix("@@") { return String(given.dropFirst()) }
        return try read(String(given.dropFirst()))
    }

    private static func read(_ path: String) throws -> String {
        guard !path.isEmpty, let (bytes, _) = try TextFile.read(path) else {
            throw CommandFailure.usage(
                "no such file: \(path)",
                nextStep: "to start a system prompt with @, write @@"
            )
        }
        do {
            var text = try DecodedText(bytes).text
            while text.last?.isNewline == true { text.removeLast() }
            return text
        } catch {
            throw CommandFailure.usage("\(path) \(error.reason)", nextStep: error.remedy(path: ShellWord.quoted(path)))
        }
    }
}
