import Testing
import WaiterPlatform
import WaiterTerminal
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
@Suite("History of entries")
struct HistoryTests {
    /// A temporary directory of a test.
    private final class Place: Sendable {
        let directory = FileManager.default.temporaryDirectory.path + "/waiter-history-\(UUID().uuidString)"
        var path: String { directory + "/state/waiter/history" }
        var text: String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }

        func mode(_ path: String) -> mode_t {
            var status = stat()
            return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
        }

        func write(_ bytes: some Sequence<UInt8>) throws {
            let parent = directory + "/state/waiter"
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try Data(Array(bytes)).write(to: URL(filePath: path))
        }

        deinit { try? FileManager.default.removeItem(atPath: directory) }
    }

    @Test("An entry of any text is one line, in a private file and directory")
    func roundTrip() {
        let place = Place()
        let entries = ["one", "two\nlines\t\"quoted\" \\", "漢字 👩‍👩‍👧", "\u{0}\u{1B}[31m\u{7F}\u{9B}", "a/b"]
        var history = History(path: place.path)
        #expect(history.entries == [])
        for entry in entries { history.add(entry) }
        #expect(history.entries == entries)
        #expect(History(path: place.path).entries == entries)
        #expect(place.text.split(separator: "\n").count == entries.count)
        #expect(place.mode(place.path) == 0o600)
        #expect(place.mode(place.directory + "/state") == 0o700)
        #expect(place.mode(place.directory + "/state/waiter") == 0o700)
    }

    @Test("Repeated entries, blank ones, and those that start with a space are not stored")
    func leftOut() {
        let place = Place()
        var history = History(path: place.path)
        for entry in ["a", "a", " secret", "", "\n ", "b", "a"] { history.add(entry) }
        #expect(history.entries == ["a", "b", "a"])
        #expect(History(path: place.path).entries == ["a", "b", "a"])
    }

    @Test("Damaged lines are skipped, and a truncated line does not affect the next entry")
    func damaged() throws {
        let place = Place()
        let lines = ["\"good\"", "{\"a\":1}", "plain", "\"\\ud800\"", "12", "\"also \\u0041\"", ""]
        try place.write(Array(lines.joined(separator: "\n").utf8) + [0x22, 0xFF, 0x22, 0x0A] + Array("\"cut".utf8))
        chmod(place.path, 0o644)
        var history = History(path: place.path)
        #expect(history.entries == ["good", "also A"])
        history.add("next")
        #expect(History(path: place.path).entries == ["good", "also A", "next"])
        #expect(place.mode(place.path) == 0o600)
    }

    @Test("Only the last entries are stored, in the file as well")
    func bounded() throws {
        let place = Place()
        try place.write((1...200).map { "\"entry \($0)\"\n" }.joined().utf8)
        let history = History(path: place.path, limit: 100)
        #expect(history.entries == (101...200).map { "entry \($0)" })
        #expect(place.text.split(separator: "\n").count == 100)
        #expect(place.mode(place.path) == 0o600)
        var short = History(path: nil, limit: 3)
        for number in 1...5 { short.add("\(number)") }
        #expect(short.entries == ["3", "4", "5"])
    }

    @Test("A path that is not writable is ignored")
    func unwritable() throws {
        let place = Place()
        try place.write([])
        for path in ["/dev/null/history", place.path + "/history", place.directory, "", "/dev/full"] {
            var history = History(path: path)
            history.add("kept")
            #expect(history.entries == ["kept"], "\(path)")
        }
        let pipe = place.directory + "/pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        var history = History(path: pipe)
        history.add("kept")
        #expect(history.entries == ["kept"])
    }

    @Test(
        "Another user's history, or one behind another user's link, is neither read nor written",
        .enabled(if: geteuid() == 0)
    )
    func foreign() throws {
        let place = Place()
        try place.write(Array("\"theirs\"\n".utf8))
        chown(place.path, 65_534, 65_534)
        var history = History(path: place.path)
        history.add("mine")
        #expect(history.entries == ["mine"])
        #expect(history.distrust?.contains("belongs to ") == true)
        #expect(place.text == "\"theirs\"\n")

        let victim = place.directory + "/profile"
        try Data("mine".utf8).write(to: URL(filePath: victim))
        unlink(place.path)
        try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: victim)
        var own = History(path: place.path)
        own.add("followed")
        #expect(FileManager.default.contents(atPath: victim) == Data("mine\n\"followed\"\n".utf8))
        lchown(place.path, 65_534, 65_534)
        var linked = History(path: place.path)
        linked.add("rm -rf /")
        #expect(linked.distrust != nil)
        #expect(FileManager.default.contents(atPath: victim) == Data("mine\n\"followed\"\n".utf8))
    }

    @Test("Concurrent writers lose nothing, also while the file is shortened")
    func together() async throws {
        let place = Place()
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    var history = History(path: place.path)
                    for entry in 0..<50 { history.add("\(writer) \(entry)\n\(String(repeating: "x", count: 50))") }
                }
            }
        }
        let entries = History(path: place.path).entries
        #expect(entries.count == 400 && Set(entries).count == 400)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for entry in 0..<25 {
                        var history = History(path: place.path, limit: 200)
                        history.add("again \(writer) \(entry)")
                    }
                }
            }
        }
        let shortened = History(path: place.path, limit: 200).entries
        #expect(Set(shortened.filter { $0.hasPrefix("again") }).count == 100)
        #expect(place.text.split(separator: "\n").count <= 250)
    }
}
