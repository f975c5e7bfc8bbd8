#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

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

    /// Reads everything that the names stand for.
    ///
    /// - Parameter progress: Told the number of files read so far.
    /// - Throws: `CommandFailure` for what is missing, unreadable, not text, or too much.
    package init(_ names: [String], progress: (Int) -> Void = { _ in }) throws {
        for name in names {
            for path in try Self.expanded(name) {
                try add(path)
                progress(files.count)
            }
        }
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

    private mutating func add(_ path: String) throws {
        guard isDirectory(path) else { return try read(path, isNamed: true) }
        for file in try DirectoryWalk.files(below: path, limit: Self.fileLimit) { try read(file, isNamed: false) }
    }

    /// A file that somebody named must be text; in a directory, others are left out and said.
    private mutating func read(_ path: String, isNamed: Bool) throws {
        guard files.count < Self.fileLimit else {
            throw CommandFailure.usage(
                "more than \(Self.fileLimit) files",
                nextStep: "name fewer, or a smaller directory"
            )
        }
        guard let (content, _) = try TextFile.read(path, limit: Self.byteLimit) else {
            throw CommandFailure.usage("there is no file \(path)")
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
    private static func expanded(_ name: String) throws -> [String] {
        guard access(name, F_OK) != 0, name.contains(where: { "*?[".contains($0) }) else { return [name] }
        var result = glob_t()
        defer { globfree(&result) }
        let found = glob(name, GLOB_MARK, nil, &result) == 0 ? Int(result.gl_pathc) : 0
        let paths = (0..<found).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
        // Directories end in a slash; those that are meant are named without a pattern.
        let files = paths.filter { !$0.hasSuffix("/") }
        guard !files.isEmpty else { throw CommandFailure.usage("no file matches \(name)") }
        return files
    }
}
