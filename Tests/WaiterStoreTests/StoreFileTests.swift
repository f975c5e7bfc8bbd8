import Foundation
import Testing
import WaiterConversation

@testable import WaiterStore

@Suite("The database file of a ledger")
struct StoreFileTests {
    @Test("The file, and SQLite's files next to it, are private")
    func permissions() throws {
        let folder = try StoreFolder()
        let before = umask(0)
        defer { umask(before) }
        let store = try folder.store()
        var stored = StoredConversation(turns: [("a", "b")])
        try store.save(&stored)
        func mode(_ path: String) -> Int? {
            (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
        }
        for name in ["", "-wal", "-shm"] { #expect(mode(folder.path + name) == 0o600, "\(name)") }
        withExtendedLifetime(store) {}
    }

    @Test("A file that others can read is made private")
    func looseFile() throws {
        let folder = try StoreFolder()
        _ = try folder.store()
        chmod(folder.path, 0o644)
        _ = try folder.store()
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
    }

    @Test("A file of a newer version is reported as such, and left unchanged")
    func newerVersion() throws {
        let folder = try StoreFolder()
        _ = try folder.store()
        try folder.connection().execute("PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE)")
        let bytes = FileManager.default.contents(atPath: folder.path)
        #expect { try folder.store() } throws: { ($0 as? StoreError)?.code == .tooNew }
        #expect(FileManager.default.contents(atPath: folder.path) == bytes)
    }

    @Test("A file that is not a database, another program's database, and a directory are reported and left unchanged")
    func foreignFiles() throws {
        let folder = try StoreFolder()
        try FileManager.default.createDirectory(atPath: folder.folder + "/data", withIntermediateDirectories: true)
        let text = Data(String(repeating: "Dear diary, ", count: 500).utf8)
        try text.write(to: URL(fileURLWithPath: folder.path))
        #expect { try folder.store() } throws: { ($0 as? StoreError)?.code == .notALedger }
        #expect(FileManager.default.contents(atPath: folder.path) == text)

        try FileManager.default.removeItem(atPath: folder.path)
        let other = try SQLiteConnection(path: folder.path, mode: .create, busyTimeout: 1000)
        try other.execute("CREATE TABLE cookies (a)")
        #expect { try folder.store() } throws: { ($0 as? StoreError)?.code == .notALedger }
        #expect(try other.rows("SELECT name FROM sqlite_schema") { $0.text(0) } == ["cookies"])

        try FileManager.default.removeItem(atPath: folder.path)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        #expect { try folder.store() } throws: { ($0 as? StoreError)?.code == .notALedger }
    }

    @Test("A damaged file is reported as damaged and not written to", arguments: [0, 1, 2, 3, 4])
    func damage(seed: Int) throws {
        let folder = try StoreFolder()
        do {
            let store = try folder.store()
            for number in 0..<200 {
                var stored = StoredConversation(turns: [
                    ("question \(number) \(seed)", String(repeating: "x", count: 900))
                ])
                try store.save(&stored)
            }
        }
        try folder.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        // All but the header: no data is valid.
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: folder.path))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 100)
        try handle.write(contentsOf: Data(repeating: UInt8(seed * 37 + 1), count: Int(size) - 100))
        try handle.close()
        let bytes = FileManager.default.contents(atPath: folder.path)
        #expect {
            let store = try folder.store()
            _ = try store.list()
        } throws: { error in
            let error = error as? StoreError
            return error?.code == .damaged && error?.remedy?.contains("StoreCheck.examine") == true
        }
        #expect(FileManager.default.contents(atPath: folder.path) == bytes)
    }

    @Test("A mistyped path creates no directory, and the error names the missing one")
    func missingDirectory() throws {
        let folder = try StoreFolder()
        let missing = folder.folder + "/dta"
        #expect { try ConversationStore(path: missing + "/deep/waiter.sqlite3") } throws: { error in
            let error = error as? StoreError
            return error?.code == .noDirectory && error?.message == "no such directory: \(missing)/deep"
                && error?.remedy?.contains("mkdir -p -m 700 \(missing)/deep") == true
        }
        #expect(!FileManager.default.fileExists(atPath: missing))
    }

    @Test("The error for a path that is not writable names it, without variables of the command")
    func unwritable() throws {
        #expect { try ConversationStore(path: "/proc/waiter.sqlite3") } throws: { error in
            let code = (error as? StoreError)?.code
            return code == .notWritable && !"\(error)".contains("WAITER_HOME")
        }
    }

    @Test(
        "Another user's database is rejected, also through a link that this user did not create",
        .enabled(if: Self.isRoot)
    )
    func foreignDatabase() throws {
        let folder = try StoreFolder()
        _ = try folder.store()
        chown(folder.path, 65_534, 65_534)
        let bytes = FileManager.default.contents(atPath: folder.path)
        expectRefusal(of: folder.path) { _ = try folder.store() }
        #expect(FileManager.default.contents(atPath: folder.path) == bytes)
        expectRefusal(of: folder.path) { _ = try StoreCheck.examine(path: folder.path) }

        chown(folder.path, 0, 0)
        let link = folder.folder + "/link.sqlite3"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
        _ = try ConversationStore(path: link)
        lchown(link, 65_534, 65_534)
        expectRefusal(of: link) { _ = try ConversationStore(path: link) }
    }

    @Test(
        "Another user's files next to a database are not read",
        .enabled(if: Self.isRoot),
        arguments: ["-wal", "-shm", "-journal"]
    )
    func foreignCompanion(suffix: String) throws {
        let folder = try StoreFolder()
        _ = try folder.store()
        let path = folder.path + suffix
        if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
        chown(path, 65_534, 65_534)
        expectRefusal(of: path) { _ = try folder.store() }
    }

    private static let isRoot = geteuid() == 0

    /// The error for a file owned by nobody.
    private func expectRefusal(of path: String, _ open: () throws -> Void) {
        #expect {
            try open()
        } throws: { error in
            let error = error as? StoreError
            return error?.code == .untrusted && error?.message.contains("\(path) belongs to ") == true
                && error?.remedy?.contains("\(path)") == true
        }
    }
}
