import Testing
import Waiter
import WaiterCommands

@Suite("Stored keys")
struct KeyStoreTests {
    @Test("Without a file, or with an empty one, there are no keys")
    func nothing() throws {
        let directory = try KeyTestDirectory()
        #expect(try KeyStore(path: directory.path + "/keys.json").entries.isEmpty)
        #expect(try KeyStore(path: directory.file("keys.json", " \n")).entries.isEmpty)
    }

    @Test(
        "A file that others can read is rejected with the chmod command that fixes it",
        arguments: [0o644, 0o640, 0o604, 0o620]
    )
    func permissions(mode: UInt32) async throws {
        let directory = try KeyTestDirectory()
        let path = try directory.file("it's/keys.json", "{}", mode: .init(mode))
        let failure = await commandFailure { _ = try KeyStore(path: path) }
        #expect(failure?.status == .notAuthorized)
        #expect(failure?.nextStep == "run: chmod 600 '\(directory.path)/it'\\''s/keys.json'")
    }

    @Test("A key is a string or a command; an invalid entry is rejected only when it is used")
    func entries() async throws {
        let directory = try KeyTestDirectory()
        let text = #"{"a": "key-a", "version": 2, "b": {"cmd": "printf key-b", "note": "x"}, "c": {}}"#
        let store = try KeyStore(path: directory.file("keys.json", text))
        #expect(store.entries.map(\.name) == ["a", "b"])
        #expect(try await store.key(named: "a", environment: [:]) == "key-a")
        #expect(try await store.key(named: "b", environment: [:]) == "key-b")
        #expect(try await store.key(named: "d", environment: [:]) == nil)
        #expect(await commandFailure { _ = try store.entry(named: "version") }?.status == .usage)
        #expect(await commandFailure { _ = try store.entry(named: "c") }?.status == .usage)
    }

    @Test("No representation of an entry shows a key")
    func masked() {
        var mint = KeyMint(seed: 1)
        let key = mint.openAI()
        for entry in [KeyEntry.value(key), .command("echo \(key)")] {
            var dumped = ""
            dump(entry, to: &dumped)
            for text in ["\(entry)", String(reflecting: entry), dumped] { #expect(!text.contains(key.dropLast(4))) }
        }
    }

    @Test("Names are words, and keys are rejected as names")
    func names() async throws {
        for name in ["openai", "my-key.2", "ключ"] { #expect(throws: Never.self) { try KeyText.checkName(name) } }
        var mint = KeyMint(seed: 2)
        let key = mint.openAI()
        for name in ["", "a b", "a\nb", "\u{1B}[2J", String(repeating: "n", count: 101), key, "sk-short"] {
            let failure = try #require(await commandFailure { try KeyText.checkName(name) })
            #expect(failure.status == .usage)
            #expect(!failure.text.contains(key))
        }
    }

    @Test("Surrounding white space is removed from a key, and white space within it rejected")
    func texts() async throws {
        #expect(try KeyText.key(in: " \tabc\r\n") == "abc")
        for text in ["", "\n", "a b", "a\u{0}b", "a\u{1B}[1m", "schlüssel", "a\nb"] {
            let failure = try #require(await commandFailure { _ = try KeyText.key(in: text) })
            #expect(failure.status == .usage)
        }
    }
}
