import Foundation
import Testing
import WaiterConversation

@testable import WaiterLedger

@Suite("The file of a ledger")
struct LedgerFileTests {
    @Test("File, directory, and what SQLite puts beside it, are for their owner alone")
    func permissions() throws {
        let folder = try LedgerFolder()
        let before = umask(0)
        defer { umask(before) }
        let ledger = try folder.ledger()
        var stored = StoredConversation(turns: [("a", "b")])
        try ledger.save(&stored)
        func mode(_ path: String) -> Int? {
            (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
        }
        #expect(mode(folder.folder + "/data") == 0o700)
        for name in ["", "-wal", "-shm"] { #expect(mode(folder.path + name) == 0o600, "\(name)") }
        withExtendedLifetime(ledger) {}
    }

    @Test("A file that others could read is closed to them")
    func looseFile() throws {
        let folder = try LedgerFolder()
        _ = try folder.ledger()
        chmod(folder.path, 0o644)
        _ = try folder.ledger()
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
    }

    @Test("A file of a newer version is named as one, and left as it is")
    func newerVersion() throws {
        let folder = try LedgerFolder()
        _ = try folder.ledger()
        try folder.connection().execute("PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE)")
        let bytes = FileManager.default.contents(atPath: folder.path)
        #expect { try folder.ledger() } throws: { ($0 as? LedgerError)?.code == .tooNew }
        #expect(FileManager.default.contents(atPath: folder.path) == bytes)
    }

    @Test("What is no database, a database of somebody else, and a directory are named as such, and left as they are")
    func foreignFiles() throws {
        let folder = try LedgerFolder()
        try FileManager.default.createDirectory(atPath: folder.folder + "/data", withIntermediateDirectories: true)
        let text = Data(String(repeating: "Dear diary, ", count: 500).utf8)
        try text.write(to: URL(fileURLWithPath: folder.path))
        #expect { try folder.ledger() } throws: { ($0 as? LedgerError)?.code == .notALedger }
        #expect(FileManager.default.contents(atPath: folder.path) == text)

        try FileManager.default.removeItem(atPath: folder.path)
        let other = try SQLiteConnection(path: folder.path, mode: .create, patience: 1000)
        try other.execute("CREATE TABLE cookies (a)")
        #expect { try folder.ledger() } throws: { ($0 as? LedgerError)?.code == .notALedger }
        #expect(try other.rows("SELECT name FROM sqlite_schema") { $0.text(0) } == ["cookies"])

        try FileManager.default.removeItem(atPath: folder.path)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        #expect { try folder.ledger() } throws: { ($0 as? LedgerError)?.code == .notALedger }
    }

    @Test("A damaged file is named as damaged and not written to", arguments: [0, 1, 2, 3, 4])
    func damage(seed: Int) throws {
        let folder = try LedgerFolder()
        do {
            let ledger = try folder.ledger()
            for number in 0..<200 {
                var stored = StoredConversation(turns: [
                    ("question \(number) \(seed)", String(repeating: "x", count: 900))
                ])
                try ledger.save(&stored)
            }
        }
        try folder.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        // All but the header: nothing that is read can be right.
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: folder.path))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 100)
        try handle.write(contentsOf: Data(repeating: UInt8(seed * 37 + 1), count: Int(size) - 100))
        try handle.close()
        let bytes = FileManager.default.contents(atPath: folder.path)
        #expect {
            let ledger = try folder.ledger()
            _ = try ledger.conversations()
        } throws: { error in
            let error = error as? LedgerError
            return error?.code == .damaged && error?.remedy?.contains("doctor") == true
        }
        #expect(FileManager.default.contents(atPath: folder.path) == bytes)
    }

    @Test("A place that cannot be written is named with the way out")
    func unwritable() throws {
        #expect { try Ledger(path: "/proc/nowhere/waiter.sqlite3") } throws: { error in
            (error as? LedgerError)?.code == .notWritable && "\(error)".contains("WAITER_HOME")
        }
    }
}
