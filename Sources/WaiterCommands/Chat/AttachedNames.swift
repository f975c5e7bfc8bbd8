internal import WaiterPlatform

/// The files and addresses that follow `/attach`.
///
/// A name that is there is taken as it is, spaces and all; else the line is read as a shell reads it, with quotes,
/// backslashes and patterns, since that is how terminals paste what is dropped on them.
struct AttachedNames {
    /// The most files of one line: more is a mistake.
    private static let limit = 100

    /// The names, patterns replaced by what they match.
    private(set) var names: [String] = []
    /// What patterns did not bring along.
    private(set) var leftOut = LeftOut()
    private let environment: [String: String]

    /// - Throws: `CommandFailure` for a quote that is not closed, or a pattern that matches nothing or too much.
    init(in line: String, _ environment: [String: String]) throws {
        self.environment = environment
        let isAddress = Attachment.isAddress(line)
        if isThere(line) || isAddress && (!line.contains(where: \.isWhitespace) || line.hasPrefix("data:")) {
            names = [line]
            return
        }
        guard let words = ShellWord.split(line) else {
            throw CommandFailure.usage("a quote is not closed", nextStep: "/attach 'my file.txt'")
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
