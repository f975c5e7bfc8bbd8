import Testing
import Waiter
import WaiterCommands

@Suite("Changes of the key file")
struct KeyFileTests {
    @Test("Concurrent writers lose nothing")
    func concurrency() async throws {
        let directory = try KeyTestDirectory()
        let file = KeyFile(path: directory.path + "/new/keys.json")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await file.update { $0.replace("name\(number)", with: .value("key\(number)")) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try KeyStore(path: file.path).entries.count == 20)
        #expect(directory.mode("new") == 0o700)
        #expect(directory.mode("new/keys.json") == 0o600)
    }

    @Test("Unknown members of the file are kept in order")
    func preserved() async throws {
        let directory = try KeyTestDirectory()
        let path = try directory.file("keys.json", #"{"z": {"x": [1, 2.5]}, "a": "old", "b": {"cmd": "c", "note": 1}}"#)
        try await KeyFile(path: path).update { $0.replace("a", with: .value("new")) }
        try await KeyFile(path: path).update { $0.replace("n", with: .command("op read x")) }
        let expected = #"{"z": {"x": [1, 2.5]}, "a": "new", "b": {"cmd": "c", "note": 1}, "n": {"cmd": "op read x"}}"#
        let members = try KeyStore(path: path).members
        #expect(members == (try JSONValue(jsonText: expected)).objectValue)
        #expect(members.keys == ["z", "a", "b", "n"])
        try await KeyFile(path: path).update { $0.replace("a", with: nil) }
        #expect(try KeyStore(path: path).members.keys == ["z", "b", "n"])
    }

    @Test("A link stays a link, and its target is replaced or created")
    func links() async throws {
        let directory = try KeyTestDirectory()
        try directory.file("dots/real.json", #"{"a": "1"}"#)
        try directory.link("chain.json", to: "dots/real.json")
        try directory.link("keys.json", to: directory.path + "/chain.json")
        let file = KeyFile(path: directory.path + "/keys.json")
        try await file.update { $0.replace("b", with: .value("2")) }
        #expect(directory.isLink("keys.json") && directory.isLink("chain.json"))
        #expect(try KeyStore(path: directory.path + "/dots/real.json").members.keys == ["a", "b"])
        try directory.link("dangling.json", to: "elsewhere/keys.json")
        try await KeyFile(path: directory.path + "/dangling.json").update { $0.replace("c", with: .value("3")) }
        #expect(directory.mode("elsewhere/keys.json") == 0o600)
    }

    @Test("A leftover from a crash is replaced, including its permissions")
    func leftovers() async throws {
        let directory = try KeyTestDirectory()
        try directory.file("keys.json.new", "half a fi", mode: 0o644)
        let path = directory.path + "/keys.json"
        try await KeyFile(path: path).update { $0.replace("a", with: .value("1")) }
        #expect(directory.mode("keys.json") == 0o600)
        #expect(directory.mode("keys.json.new") == 0)
    }

    @Test("A file that is malformed or readable by others is left unchanged")
    func refused() async throws {
        let directory = try KeyTestDirectory()
        let broken = try directory.file("broken.json", "{bad")
        let open = try directory.file("open.json", "{}", mode: 0o644)
        for (path, status) in [(broken, ExitStatus.usage), (open, .notAuthorized)] {
            let failure = await commandFailure {
                try await KeyFile(path: path).update { $0.replace("a", with: .value("1")) }
            }
            #expect(failure?.status == status)
        }
        #expect(directory.text("broken.json") == "{bad")
        #expect(directory.text("open.json") == "{}")
    }

    @Test("The error for a directory that cannot be created has the reason and a fix")
    func unwritable() async throws {
        let directory = try KeyTestDirectory()
        try directory.file("file", "")
        let failure = await commandFailure {
            try await KeyFile(path: directory.path + "/file/waiter/keys.json").update { _ in }
        }
        #expect(failure?.status == .failure)
        #expect(failure?.place == "Not a directory")
        #expect(failure?.nextStep?.contains("WAITER_HOME") == true)
    }

    @Test("A change that throws changes nothing")
    func throwing() async throws {
        let directory = try KeyTestDirectory()
        let path = try directory.file("keys.json", #"{"a": "1"}"#)
        await #expect(throws: CancellationError.self) {
            try await KeyFile(path: path).update { store in
                store.replace("a", with: nil)
                throw CancellationError()
            }
        }
        #expect(try KeyStore(path: path).members.keys == ["a"])
    }
}
