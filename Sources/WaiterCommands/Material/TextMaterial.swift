internal import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

/// The text files in a prompt. They are passed to `-f` as paths, patterns and directories.
package struct TextMaterial: Sendable {
    /// The maximum number of files. If there are more, the user has probably made a mistake, such as passing a home
    /// directory.
    package static let fileLimit = 1000
    /// The maximum total size in bytes, which is larger than any context window.
    package static let byteLimit = 32 << 20

    package struct File: Sendable, Hashable {
        package var path: String
        package var text: String
    }

    package private(set) var files: [File] = []
    /// The files that were omitted. They are reported in notices.
    package private(set) var leftOut = LeftOut()
    /// The files whose encoding was inferred.
    package private(set) var inferred: [(path: String, encoding: TextEncoding)] = []
    private var bytes = 0
    private let fileLimit: Int
    private let byteLimit: Int

    /// Creates an empty collection of text files.
    ///
    /// - Parameters:
    ///   - fileLimit: The maximum number of files.
    ///   - byteLimit: The maximum total size in bytes.
    package init(fileLimit: Int = Self.fileLimit, byteLimit: Int = Self.byteLimit) {
        (self.fileLimit, self.byteLimit) = (fileLimit, byteLimit)
    }

    /// Reads the files to which the names refer.
    ///
    /// - Throws: Any error thrown by `add`.
    package init(_ names: [String]) throws {
        self.init()
        for name in names { try add(name) }
    }

    /// Reads the files to which a path, pattern or directory refers.
    ///
    /// - Parameters:
    ///   - name: The path, pattern or directory.
    ///   - onSilence: A closure that is called once if a file is a pipe and no data arrives for two seconds.
    /// - Throws: `CommandFailure` if a file is missing, unreadable, too large or not text, or `CancellationError`.
    package mutating func add(_ name: String, onSilence: () -> Void = {}) throws {
        for path in try expanded(name) {
            guard isDirectory(path) else {
                try read(path, isNamed: true, onSilence)
                continue
            }
            let found = try DirectoryWalk(below: path, limit: fileLimit)
            leftOut.add(found.leftOut)
            for file in found.files { try read(file, isNamed: false, onSilence) }
        }
    }

    /// Adds text from another source.
    ///
    /// - Throws: `CommandFailure` if the data is not text or is too large.
    package mutating func add(_ content: [UInt8], named name: String) throws {
        try add(content, name, isNamed: true)
    }

    /// The files in the format in which they are sent to the model. Each file is preceded by its name.
    ///
    /// Each name is written on one line and without control characters, so that a file name cannot inject text into the
    /// prompt.
    package var prompt: String {
        files.map { file in
            let fence = Self.fence(around: file.text)
            let end = file.text.hasSuffix("\n") ? "" : "\n"
            return "\(TerminalText.line(file.path)):\n\(fence)\n\(file.text)\(end)\(fence)"
        }.joined(separator: "\n\n")
    }

    /// Returns a fence that is longer than any run of backticks in the text.
    private static func fence(around text: String) -> String {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == 0x60 ? run + 1 : 0
            longest = max(longest, run)
        }
        return String(repeating: "`", count: max(3, longest + 1))
    }

    /// Reads a file.
    ///
    /// A file that is named explicitly must be text. Binary files in a directory are omitted and reported.
    private mutating func read(_ path: String, isNamed: Bool, _ onSilence: () -> Void) throws {
        guard let (content, _) = try TextFile.read(path, limit: byteLimit, onSilence: onSilence) else {
            throw CommandFailure.usage("no such file: \(path)")
        }
        try add(content, path, isNamed: isNamed)
    }

    private mutating func add(_ content: [UInt8], _ path: String, isNamed: Bool) throws {
        guard files.count < fileLimit else {
            throw CommandFailure.usage(
                "more than \(fileLimit) files",
                nextStep: "pass fewer files, or a smaller directory"
            )
        }
        let text: String
        do {
            let decoded = try DecodedText(content)
            text = decoded.text
            if let encoding = decoded.inferred { inferred.append((path, encoding)) }
        } catch {
            guard isNamed else { return leftOut.add(path, .notText) }
            throw Self.failure(error, path, content)
        }
        bytes += content.count
        guard bytes <= byteLimit else {
            throw CommandFailure.usage(
                "the files exceed \(ByteCount.formatted(Int64(byteLimit))) in total"
            )
        }
        files.append(File(path: path, text: text))
    }

    private static func failure(_ error: UndecodableText, _ path: String, _ content: [UInt8]) -> CommandFailure {
        if MediaType(content) != nil {
            return .usage("\(path) is not text (at byte \(error.offset))", nextStep: "attach it with -a")
        }
        let isBinary = error.suggestion == nil && !error.isDamagedUTF8 && content.prefix(8000).contains(0)
        if isBinary, !error.hasNUL { return .usage("\(path) is not text (at byte \(error.offset))") }
        return .usage("\(path) \(error.reason)", nextStep: error.remedy(path: ShellWord.quoted(path)))
    }

    private func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Returns the sorted paths that a pattern matches.
    ///
    /// The name of an existing file is never treated as a pattern.
    private mutating func expanded(_ name: String) throws -> [String] {
        guard access(name, F_OK) != 0, FilePattern.isPattern(name) else { return [name] }
        let found = try FilePattern(name, limit: fileLimit)
        leftOut.add(found.leftOut)
        guard !found.files.isEmpty || !found.leftOut[.notText].isEmpty else {
            var failure = CommandFailure.usage("no file matches \(name)")
            if !found.leftOut[.ignored].isEmpty {
                failure.nextStep = "files ignored by .gitignore are skipped; to send one, pass its path"
            }
            throw failure
        }
        return found.files
    }
}
