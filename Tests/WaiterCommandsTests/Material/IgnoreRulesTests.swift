import Foundation
import Testing
import WaiterTestSupport

@testable import WaiterCommands

@Suite("Exclusion by .gitignore") struct IgnoreRulesTests {
    private let root: String

    init() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("ignore-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        root = directory.resolvingSymlinksInPath().path
    }

    private func write(_ name: String, _ text: String = "x") throws {
        let path = root + "/" + name
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// The files found below the root.
    private func found(below directory: String = "") throws -> [String] {
        let walk = try DirectoryWalk(below: root + (directory.isEmpty ? "" : "/" + directory), limit: 1000)
        return walk.files.map { String($0.dropFirst(root.count + 1)) }
    }

    private func git(_ arguments: [String]) throws -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", root] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }

    private static let files = [
        "a.txt", "a.log", "keep.log", "sub/a.log", "sub/keep.log", "sub/deep/b.txt", "sub/deep/c.tmp", "out/x.txt",
        "sub/out/x.txt", "only/top.txt", "sub/only/top.txt", "doc/a/b/page.html", "doc/page.html", "doc/a/other.html",
        "x1.c", "x2.c", "xa.c", "#hash", "!bang", "trail ", "data/one.csv", "data/two.csv", "cache/file", "sub/cache",
        "abc/def/ghi", "abc/xyz", "foo/bar/baz", "Name.TXT", "private/key.pem", "sub/notes.md", "weird[1].txt",
    ]

    private static let rules = """
        # comment
        *.log
        !keep.log
        out/
        /only
        doc/**/page.html
        x[0-9].c
        \\#hash
        \\!bang
        data/*
        !data/two.csv
        cache/
        abc/**
        **/bar
        weird\\[1\\].txt

        """

    @Test("Patterns, negation, anchors, directories, nested files and info/exclude match git's behavior")
    func likeGit() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        for file in Self.files { try write(file) }
        try write(".gitignore", Self.rules)
        try write("sub/.gitignore", "*.tmp\r\n!a.log\n/notes.md\n")
        guard try git(["init", "-q"]) != nil else { return }
        try write(".git/info/exclude", "private/\n")
        let listed = try #require(try git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))
        let expected = listed.split(separator: "\0").map(String.init).filter { !$0.contains(".gitignore") }
        #expect(try found() == expected.sorted())
        // Also from a subdirectory, with the rules of its parents.
        let below = expected.filter { $0.hasPrefix("sub/") }.sorted()
        #expect(try found(below: "sub") == below)
    }

    @Test("Without a repository, existing ignore files are respected as well")
    func noRepository() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        try write("a.txt")
        try write("b.secret")
        try write(".gitignore", "*.secret\n")
        try write(".env")
        let walk = try DirectoryWalk(below: root, limit: 10)
        #expect(walk.files == [root + "/a.txt"])
        #expect(walk.leftOut[.ignored] == [root + "/b.secret"])
        #expect(walk.leftOut[.hidden] == [root + "/.env", root + "/.gitignore"])
    }

    @Test("Patterns that take exponential time elsewhere match quickly")
    func slowPattern() {
        let glob = PathGlob(Array(String(repeating: "a*", count: 60).utf8) + Array("b".utf8))
        #expect(!glob.matches(Array(String(repeating: "a", count: 4000).utf8)))
    }

    @Test(
        "Path patterns",
        arguments: [
            ("**/*.py", ["a.py", "b/a.py", "b/c/a.py"], ["a.pyc", "py"]), ("**", ["a", "a/b"], [""]),
            ("a/**/z", ["a/z", "a/b/z", "a/b/c/z"], ["az", "a/bz", "b/a/z"]), ("a/**", ["a/b", "a/b/c"], ["a", "ab"]),
            ("*", ["a", ""], ["a/b"]), ("a?c", ["abc"], ["a/c", "ac"]), ("[!a-c]x", ["dx"], ["ax", "/x"]),
            ("[]x]", ["]", "x"], ["[]x]"]), ("[[:digit:]]", ["5"], ["a"]), ("[ab", ["[ab"], ["a"]),
            ("a**b", ["ab", "axxb"], ["a/b"]), ("\\*", ["*"], ["a"]),
        ]
    )
    func globs(pattern: String, matching: [String], other: [String]) {
        let glob = PathGlob(pattern.utf8)
        for path in matching { #expect(glob.matches(path.utf8), "\(pattern) \(path)") }
        for path in other { #expect(!glob.matches(path.utf8), "\(pattern) \(path)") }
    }
}
