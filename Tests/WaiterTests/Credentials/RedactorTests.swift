import Foundation
import Testing
import Waiter

@Suite("Keys are masked in every encoding that a server could echo")
struct RedactorTests {
    private static let keys = [
        "sk-proj-Ab1Cd2Ef3Gh4Ij5Kl6Mn-T3BlbkFJ_Op7Qr8St9Uv0Wx1Yz2Ab", "gsk_9xQwErTyUiOpAsDfGhJk",
        "0123456789abcdefABCDEF",
        "azure-3f9c-7b21-44de-a901",
    ]

    private static let spellings: [(name: String, spell: @Sendable (String) -> String)] = [
        ("as it is", { $0 }), ("upper case", { $0.uppercased() }), ("lower case", { $0.lowercased() }),
        ("reversed", { String($0.reversed()) }), ("reversed, upper case", { String($0.uppercased().reversed()) }),
        ("the last 16 characters", { String($0.suffix(16)) }), ("without its beginning", { String($0.dropFirst(3)) }),
        ("its first half and more", { String($0.prefix(18)) }),
        ("spaced", { $0.map(String.init).joined(separator: " ") }),
        ("on lines", { $0.map(String.init).joined(separator: "\n") }),
        ("dotted", { $0.map(String.init).joined(separator: "...") }),
        ("in two pieces", { $0.prefix(9) + " \n| " + $0.dropFirst(9) }),
        ("with invisible characters", { $0.map(String.init).joined(separator: "\u{200B}") }),
        ("without dashes", { $0.filter { $0.isLetter || $0.isNumber } }),
        ("hexadecimal", { hex($0).joined() }), ("upper hexadecimal", { hex($0).joined().uppercased() }),
        ("hexadecimal with colons", { hex($0).joined(separator: ":") }),
        ("escaped bytes", { hex($0).map { "\\x" + $0 }.joined() }),
        ("bytes of C", { hex($0).map { "0x" + $0 }.joined(separator: ", ") }),
        ("percent-encoded bytes", { hex($0).map { "%" + $0 }.joined() }),
        ("the last 16 in hexadecimal", { hex(String($0.suffix(16))).joined() }),
        ("base64", { Data($0.utf8).base64EncodedString() }),
        ("base64 on lines", { Data("x\($0)".utf8).base64EncodedString().split(by: 20).joined(separator: "\n") }),
        ("base64 behind other text", { Data("Bearer \($0)".utf8).base64EncodedString() }),
    ]

    private static func hex(_ text: String) -> [String] {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    }

    /// The longest run of the key's characters left in a text, in any case and in either direction.
    private static func longestRest(of key: String, in text: String) -> Int {
        let text = text.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let key = Array(key.lowercased().filter { $0.isLetter || $0.isNumber })
        var longest = 0
        for start in key.indices {
            for end in key.indices where end - start >= longest {
                let part = String(key[start...end])
                guard text.contains(part) || text.contains(String(part.reversed())) else { break }
                longest = end - start + 1
            }
        }
        return longest
    }

    @Test("Each encoding", arguments: spellings.map(\.name))
    func masked(name: String) throws {
        let spell = try #require(Self.spellings.first { $0.name == name }).spell
        for key in Self.keys {
            let redacted = Redactor([APIKey(key)]).redact("Your key <\(spell(key))> is wrong.")
            #expect(Self.longestRest(of: key, in: redacted) < 10, "\(redacted)")
            #expect(redacted.hasPrefix("Your key <") && redacted.hasSuffix("> is wrong."), "\(redacted)")
            for encoded in [Self.hex(key).joined(), Data(key.utf8).base64EncodedString()] {
                #expect(!redacted.lowercased().contains(encoded.lowercased().dropFirst(8).prefix(20)), "\(redacted)")
            }
        }
    }

    @Test("Several echoes in the same text are all masked, and the surrounding text is unchanged")
    func several() {
        let key = Self.keys[0]
        let redacted = Redactor([APIKey(key)]).redact("a \(key) b \(key.uppercased()) c \(String(key.reversed())) ü d")
        #expect(redacted == "a sk-...z2Ab b sk-...z2Ab c sk-...z2Ab ü d")
    }

    @Test("A short key is masked exactly, without masking text that resembles it")
    func short() {
        let redactor = Redactor([APIKey("lm-studio")])
        #expect(redactor.redact("LM Studio does not know the key lm-studio") == "LM Studio does not know the key ...")
    }

    @Test("A text that consists only of a secret, or of the shortest part of one, is masked")
    func whole() {
        for key in Self.keys {
            for text in [key, String(key.suffix(16)), key.uppercased(), String(key.reversed())] {
                let redacted = Redactor([APIKey(key)]).redact(text)
                #expect(redacted.contains("...") && Self.longestRest(of: key, in: redacted) < 10, "\(redacted)")
            }
        }
        #expect(Redactor([APIKey("abc-12")]).redact("abc-12") == "...")
        #expect(Redactor([APIKey("abc-12")]).redact("xabc-12") == "x...")
        #expect(Redactor().redact("sk-0123456789abcdef") == "sk-...cdef")
        #expect(Redactor().redact("sk-0123456789abcde") == "sk-0123456789abcde")
    }

    @Test("With several keys, each is masked, including one that is learned later")
    func learned() {
        let redactor = Redactor(Self.keys.dropLast().map { APIKey($0) })
        redactor.learn(Self.keys[3])
        for key in Self.keys {
            let redacted = redactor.redact("id-\(key)")
            #expect(Self.longestRest(of: key, in: redacted) < 10, "\(redacted)")
        }
    }

    @Test("A key is masked wherever its bytes occur, even if they are parts of other characters")
    func combined() {
        let redactor = Redactor([APIKey("lm-studio")])
        #expect(redactor.redact("lm-studio\u{301}, lm-studiolm-studio") == "...\u{301}, ......")
    }

    @Test("Ordinary text is unchanged")
    func ordinary() {
        let redactor = Redactor(Self.keys.map { APIKey($0) })
        let text = "The model `gpt-5` does not exist; 0123456789 requests in 60 s, id req_ABCDEF0123456789."
        #expect(redactor.redact(text) == text)
    }

    @Test("One megabyte of text that repeats a key's prefix takes linear time")
    func linear() {
        let key = Self.keys[0]
        let text = String(repeating: String(key.prefix(9)), count: 100_000)
        let clock = ContinuousClock()
        let time = clock.measure { _ = Redactor([APIKey(key)]).redact(text) }
        #expect(time < .seconds(30))
    }
}

extension String {
    fileprivate func split(by count: Int) -> [String] {
        stride(from: 0, to: self.count, by: count).map { String(dropFirst($0).prefix(count)) }
    }
}
