import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterPlatform
import WaiterStore

#if os(Linux)
    @Suite("A full disk")
    struct FullDiskTests {
        /// Runs a closure with a file system of 16 MB; returns nil if none can be mounted, such as without root.
        private func withSmallDisk<T>(_ body: (String) throws -> T) throws -> T? {
            let path = NSTemporaryDirectory() + "waiter-disk-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: path) }
            guard mount("tmpfs", path, "tmpfs", 0, "size=16m") == 0 else { return nil }
            defer { umount2(path, 2) }
            return try body(path)
        }

        @Test("Conversations can be removed, which frees space")
        func emptied() throws {
            _ = try withSmallDisk { path in
                let store = try Ledger(path: path + "/waiter.sqlite3").conversations
                var stored: [StoredConversation] = []
                var random = SystemRandomNumberGenerator()
                func save() throws {
                    let text = String((0..<4000).map { _ in "abcdefghijklmnop ".randomElement(using: &random) ?? " " })
                    var next = StoredConversation(Conversation(model: "m", messages: [.user(text)]))
                    try store.save(&next)
                    stored.append(next)
                }
                for _ in 0..<20 { try save() }
                // Removing one writes everything to the file itself and empties the write-ahead log.
                try store.remove([stored.removeFirst().conversation.id])
                // Then another file takes the last byte.
                try Data().write(to: URL(fileURLWithPath: path + "/filler"))
                let filler = try #require(FileHandle(forWritingAtPath: path + "/filler"))
                while (try? filler.write(contentsOf: Data(count: 512))) != nil {}
                let error = #expect(throws: StoreError.self) { while stored.count < 5000 { try save() } }
                #expect(error?.code == .diskFull)
                let count = stored.count
                #expect(try store.remove(stored.prefix(count / 2).map(\.conversation.id)) == count / 2)
                #expect(try store.list().count == count - count / 2)
                let kept = try #require(stored.last).conversation
                #expect(try store.conversation(kept.id).conversation.messages == kept.messages)
                stored = []
                try save()
            }
        }
    }
#endif
