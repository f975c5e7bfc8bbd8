import Testing
import WaiterCommands

@Suite("Finding keys in text")
struct KeyScannerTests {
    private func findings(_ text: String) -> [KeyFinding] {
        Array(text.utf8).withUnsafeBufferPointer { KeyFinding.all(in: $0, path: "f") }
    }

    private func found(_ text: String) -> String? {
        var secrets: [String] = []
        let bytes = Array(text.utf8)
        bytes.withUnsafeBufferPointer { buffer in
            KeyScanner.standard.scan(buffer) { secrets.append(String(decoding: buffer[$0.range], as: UTF8.self)) }
        }
        return secrets.count == 1 ? secrets[0] : nil
    }

    @Test("A key of each kind is found completely, and once", arguments: 0..<20)
    func allKinds(seed: UInt64) {
        var mint = KeyMint(seed: seed)
        for (kind, line, secret) in mint.all() {
            #expect(found(line) == secret, "\(kind), seed \(seed)")
            #expect(findings(line).map(\.kind) == [kind], "seed \(seed)")
        }
    }

    @Test("Fewer than one in two hundred random keys is mistaken for a placeholder")
    func fewMisses() {
        var mint = KeyMint(seed: 42)
        var misses: [String] = []
        var count = 0
        for _ in 0..<300 {
            for (kind, line, _) in mint.all() {
                count += 1
                if findings(line).isEmpty { misses.append(kind) }
            }
        }
        #expect(misses.count * 200 < count, "\(misses)")
    }

    @Test(
        "Placeholders are not keys",
        arguments: [
            "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "sk-" + "1234567890abcdef1234567890abcdef",
            "sk-proj-YOUR_KEY_HERE_0123456789_abcdefghijklmnopqrstuvwxyzABCD", "sk-...", "sk-${OPENAI_API_KEY}",
            "sk-proj-abc123abc123abc123abc123abc123abc123abc123abc123", "sk-<your key>", "sk-YOUR-API-KEY",
            "sk-" + "test-aB3dE5gH7jK9mN1pQ3sT5vX7zA9cE1gI3kM5oQ7sU9wY1aC3", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "AK" + "IAIOSFODNN7EXAMPLE", "aws_secret_access_key = wJalrXUtn" + "FEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "hf_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "sk_" + "test_4eC39HqLyjWDarjtT1zdp7dc",
            "task-management-system-with-a-very-long-name-and-2-Capital-Letters-in-it",
            "sk-proj-My-long-project-name-with-digits-2024-and-some-more-words",
            "COHERE_API_KEY=${COHERE_API_KEY_FROM_THE_ENVIRONMENT_42}", "mistral_key = None", "sk-", "AIza",
            "-----BEGIN ",
        ]
    )
    func placeholders(text: String) {
        #expect(findings(text).isEmpty)
        #expect(findings("a = '\(text)'\n").isEmpty)
    }

    @Test("A commit hash after a suggestive name is not an AWS secret")
    func commitNumber() {
        var mint = KeyMint(seed: 3)
        #expect(findings("aws_secret_commit = \(mint.draw(KeyMint.hexadecimal, 40))").isEmpty)
    }

    @Test("One character too many or too few is not a match")
    func exactLengths() {
        var mint = KeyMint(seed: 4)
        let key = mint.github()
        #expect(findings(key).count == 1)
        #expect(findings(key + "a").isEmpty)
        #expect(findings(String(key.dropLast())).isEmpty)
    }

    @Test(
        "A key is found at any word boundary",
        arguments: [
            "", " ", "\"", "=", "\\n", "%3D", "\n-", "+", "Bearer ", "https://user:", "é", "\u{0}", ": 1700000000:0;A=",
        ]
    )
    func wordStarts(before: String) {
        var mint = KeyMint(seed: 5)
        let key = mint.openAI()
        #expect(found(before + key) == key)
        #expect(found(before + key + "\\n") == key)
        #expect(found(before + key + ".") == key)
    }

    @Test("A key pattern within a word is not a key", arguments: ["a", "_", "9", "ri", "ta-"])
    func withinWords(before: String) {
        var mint = KeyMint(seed: 6)
        #expect(findings(before + mint.openAI()).isEmpty)
    }

    @Test("All positions of a text are searched, and lines and columns reported")
    func places() {
        var mint = KeyMint(seed: 7)
        for offset in 0..<40 {
            let key = mint.github()
            let text = "one\ntwo " + String(repeating: ".", count: offset) + key + "\n" + key
            let places = findings(text).map { [$0.line, $0.column] }
            #expect(places == [[2, 5 + offset], [3, 1]])
        }
    }

    @Test("Only the last four characters are shown")
    func masking() {
        var mint = KeyMint(seed: 8)
        let key = mint.openAI()
        #expect(findings("k=\(key)").map(\.text) == ["f:1: openai sk-...\(key.suffix(4))"])
        #expect(KeyScanner.redacted("curl -H 'Bearer \(key)' x") == "curl -H 'Bearer sk-...\(key.suffix(4))' x")
        #expect(KeyScanner.redacted("nothing") == "nothing")
    }

    @Test("A comment on the same or previous line allows a key, one further away does not")
    func allowing() {
        var mint = KeyMint(seed: 9)
        let key = mint.github()
        let allowed = AllowComment.text
        #expect(findings("a = \(key)  # \(allowed)").isEmpty)
        #expect(findings("# \(allowed)\na = \(key)").isEmpty)
        #expect(findings("# \(allowed)\n\na = \(key)").count == 1)
        #expect(findings("a = \(key)\n# \(allowed)").count == 1)
    }

    @Test("A private key is found by the text after its first line")
    func privateKeys() {
        var mint = KeyMint(seed: 10)
        let key = mint.privateKey()
        #expect(findings("x\n" + key).map(\.text) == ["f:2: private-key ..."])
        #expect(findings("\"" + key.split(separator: "\n").joined(separator: "\\n") + "\"").count == 1)
        #expect(findings(key.prefix(31) + "\n...\n").isEmpty)
        #expect(findings("# \(AllowComment.text)\n" + key).isEmpty)
    }

    @Test("A text truncated anywhere within a key is searched safely")
    func truncated() {
        var mint = KeyMint(seed: 11)
        let lines = mint.all().map(\.line) + [mint.privateKey()]
        for line in lines {
            for length in 0...line.utf8.count {
                #expect(findings(String(decoding: line.utf8.prefix(length), as: UTF8.self)).count <= 1)
            }
        }
    }
}
