internal import WaiterPlatform

/// The files and addresses that follow `/attach`.
///
/// A name that is there is taken as it is, spaces and all; else the line is read as a shell reads it, with quotes,
/// backslashes and patterns, since that is how terminals paste what is dropped on them.
enum AttachedNames {
    /// The names, patterns replaced by what they match.
    ///
    /// - Throws: `CommandFailure` for a quote that is not closed, or a pattern that matches nothing.
    static func names(in line: String, _ environment: [String: String]) throws -> [String] {
        if Attachment.isAddress(line), !line.contains(where: \.isWhitespace) || line.hasPrefix("data:") {
            return [line]
        }
        if isThere(line, environment) { return [line] }
        guard let words = ShellWord.split(line) else {
            throw CommandFailure.usage("a quote is not closed", nextStep: "/attach 'my file.txt'")
        }
        return try words.flatMap { word -> [String] in
            let isPattern = !word.isQuoted && word.text.contains { "*?[".contains($0) }
            guard isPattern, !Attachment.isAddress(word.text), !isThere(word.text, environment) else {
                return [word.text]
            }
            return try files(matching: word.text, environment)
        }
    }

    private static func isThere(_ name: String, _ environment: [String: String]) -> Bool {
        access(PendingAttachment.expanded(name, environment), F_OK) == 0
    }

    private static func files(matching pattern: String, _ environment: [String: String]) throws -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        let isFound = glob(PendingAttachment.expanded(pattern, environment), GLOB_MARK, nil, &result) == 0
        let paths = (0..<(isFound ? Int(result.gl_pathc) : 0)).compactMap { place in
            result.gl_pathv[place].flatMap { String(validatingCString: $0) }
        }
        // Directories end in a slash.
        let files = paths.filter { !$0.hasSuffix("/") }
        guard !files.isEmpty else { throw CommandFailure.usage("no file matches \(pattern)") }
        return files
    }
}
