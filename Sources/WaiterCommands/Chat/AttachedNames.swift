internal import WaiterPlatform

/// The files and URLs given to `/attach`.
///
/// An argument that is the name of an existing file is used verbatim, including spaces. Any other argument is parsed
/// like a shell command line, including quotes, backslashes and glob patterns. Terminals use this syntax when they
/// paste the names of dropped files.
struct AttachedNames {
    /// The maximum number of files that a pattern can match. A pattern that matches more files is probably a mistake.
    private static let limit = 100

    /// The names, with patterns expanded.
    private(set) var names: [String] = []
    /// The files that match a pattern but were omitted.
    private(set) var leftOut = LeftOut()
    private let environment: [String: String]

    /// Parses the argument of `/attach`.
    ///
    /// - Throws: `CommandFailure` if a quote is not closed, or if a pattern matches no files or too many files.
    init(in line: String, _ environment: [String: String]) throws {
        self.environment = environment
        let isAddress = Attachment.isAddress(line)
        if isThere(line) || isAddress && (!line.contains(where: \.isWhitespace) || line.hasPrefix("data:")) {
            names = [line]
            return
        }
        guard let words = ShellWord.split(line) else {
            throw CommandFailure.usage("unclosed quotation mark", nextStep: "for example: /attach 'my file.txt'")
        }
        for word in words {
            let isPattern = word.isPattern && !Attachment.isAddress(word.text) && !isThere(word.text)
            if isPattern { try add(matching: word.pattern) } else { names.append(word.text) }
        }
    }

    private mutating func add(matching pattern: String) throws {
        let found = try FilePattern(PendingAttachment.expanded(pattern, environment), limit: Self.limit)
        guard !found.files.isEmpty else { throw CommandFailure.usage("no file matches \(pattern)") }
        names += found.files
        leftOut.add(found.leftOut)
    }

    private func isThere(_ name: String) -> Bool {
        access(PendingAttachment.expanded(name, environment), F_OK) == 0
    }
}
