/// A pattern in a `.gitignore` file.
struct IgnorePattern: Sendable {
    /// Whether the pattern re-includes files that an earlier pattern excludes.
    let isNegated: Bool
    private let isForDirectories: Bool
    /// Whether the pattern is matched against the whole path. If `false`, it is matched against the last component.
    private let isAnchored: Bool
    private let glob: PathGlob

    /// Parses a line. Returns `nil` if the line is blank or a comment.
    init?(_ line: ArraySlice<UInt8>) {
        var line = line
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        while line.last == UInt8(ascii: " "), line.dropLast().last != UInt8(ascii: "\\") { line.removeLast() }
        guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
        isNegated = first == UInt8(ascii: "!")
        if isNegated { line.removeFirst() }
        isForDirectories = line.last == UInt8(ascii: "/")
        if isForDirectories { line.removeLast() }
        isAnchored = line.contains(UInt8(ascii: "/"))
        if line.first == UInt8(ascii: "/") { line.removeFirst() }
        guard !line.isEmpty else { return nil }
        glob = PathGlob(line)
    }

    /// Returns the patterns in a file.
    static func all(in bytes: [UInt8]) -> [IgnorePattern] {
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        return content.split(separator: 0x0A).compactMap(IgnorePattern.init)
    }

    /// Returns whether the pattern matches a path relative to the pattern's directory.
    func matches(_ path: ArraySlice<UInt8>, isDirectory: Bool) -> Bool {
        if isForDirectories, !isDirectory { return false }
        if isAnchored { return glob.matches(path) }
        let slash = path.lastIndex(of: UInt8(ascii: "/"))
        return glob.matches(slash.map { path[($0 + 1)...] } ?? path)
    }
}
