internal import WaiterPlatform
internal import WaiterTerminal

/// Files that go along with the prompt as text: `-f`, several, with patterns and directories.
package struct TextMaterial: Sendable {
    /// The most files of one call: more is a mistake, such as a home directory.
    package static let fileLimit = 1000
    /// The most bytes of all files together; no context holds more.
    package static let byteLimit = 32 << 20

    package struct File: Sendable, Hashable {
        package var path: String
        package var text: String
    }

    package private(set) var files: [File] = []
    /// What was left out and why, for a notice.
    package private(set) var skipped: [String] = []
    private var bytes = 0

    package init() {}

    /// Reads everything that the names stand for.
    ///
    /// - Throws: What `add` throws.
    package init(_ names: [String]) throws {
        for name in names { try add(name) }
    }

    /// Reads what a path, a pattern or a directory stands for.
    ///
    /// - Parameter onSilence: Called once when it is a pipe from which nothing comes for two seconds.
    /// - Throws: `CommandFailure` for what is missing, unreadable, not text, or too much; `CancellationError`.
    package mutating func add(_ name: String, onSilence: () -> Void = {}) throws {
        for path in try expanded(name) {
            guard isDirectory(path) else {
                try read(path, isNamed: true, onSilence)
                continue
            }
            let found = try DirectoryWalk.files(below: path, limit: Self.fileLimit)
            skipped += found.unreadable
            for file in found.files { try read(file, isNamed: false, onSilence) }
        }
    }

    /// Adds a text that was read elsewhere.
    ///
    /// - Throws: `CommandFailure` when it is not text, or too much.
    package mutating func add(_ content: [UInt8], named name: String) throws {
        try add(content, name, isNamed: true)
    }

    /// The files as the model reads them, each under its name.
    package var prompt: String {
        files.map { file in
            let fence = Self.fence(around: file.text)
            let end = file.text.hasSuffix("\n") ? "" : "\n"
            return "\(file.path):\n\(fence)\n\(file.text)\(end)\(fence)"
        }.joined(separator: "\n\n")
    }

    /// A fence longer than any run of backticks inside.
    private static func fence(around text: String) -> String {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == 0x60 ? run + 1 : 0
            longest = max(longest, run)
        }
        return String(repeating: "`", count: max(3, longest + 1))
    }

    /// A file that somebody named must be text; in a directory, others are left out and said.
    private mutating func read(_ path: String, isNamed: Bool, _ onSilence: () -> Void) throws {
        guard let (content, _) = try TextFile.read(path, limit: Self.byteLimit, onSilence: onSilence) else {
            throw CommandFailure.usage("there is no file \(path)")
        }
        try add(content, path, isNamed: isNamed)
    }

    private mutating func add(_ content: [UInt8], _ path: String, isNamed: Bool) throws {
        guard files.count < Self.fileLimit else {
            throw CommandFailure.usage(
                "more than \(Self.fileLimit) files",
                nextStep: "name fewer, or a smaller directory"
            )
        }
        if let offset = UTF8Check.firstInvalidByte(in: content) ?? content.firstIndex(of: 0) {
            guard isNamed else { return skipped.append(path) }
            let remedy = MediaType(content) == nil ? nil : "attach it with -a"
            throw CommandFailure.usage("\(path) is not text (byte \(offset))", nextStep: remedy)
        }
        bytes += content.count
        guard bytes <= Self.byteLimit else {
            throw CommandFailure.usage("the files are larger than \(ByteCount.inWords(Int64(Self.byteLimit))) together")
        }
        files.append(File(path: path, text: String(decoding: content, as: UTF8.self)))
    }

    private func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The paths that a pattern matches, sorted; a name that is there is taken as it is, whatever its letters.
    private mutating func expanded(_ name: String) throws -> [String] {
        guard access(name, F_OK) != 0, name.contains(where: { "*?[".contains($0) }) else { return [name] }
        var result = glob_t()
        defer { globfree(&result) }
        let found = glob(name, GLOB_MARK, nil, &result) == 0 ? Int(result.gl_pathc) : 0
        var paths: [String] = []
        for place in 0..<found {
            guard let pointer = result.gl_pathv[place] else { continue }
            // A name that is not UTF-8 cannot be named here.
            if let path = String(validatingCString: pointer) {
                paths.append(path)
            } else {
                skipped.append(String(cString: pointer))
            }
        }
        // Directories end in a slash; those that are meant are named without a pattern.
        let files = paths.filter { !$0.hasSuffix("/") }
        guard !files.isEmpty || !skipped.isEmpty else { throw CommandFailure.usage("no file matches \(name)") }
        return files
    }
}
