import Testing
import Waiter

@Suite("Patterns")
struct PatternTests {
    @Test(
        "Patterns match as in ECMA-262",
        arguments: [
            ("a", ["a", "bab"], ["", "b"]),
            ("^a|b$", ["ax", "xb"], ["xa", "bx"]),
            ("^(a|bc)*$", ["", "abca"], ["b", "ac"]),
            ("^a{2}$", ["aa"], ["a", "aaa"]),
            ("^a{2,}$", ["aa", "aaaaa"], ["a"]),
            ("^a{1,3}?$", ["a", "aaa"], ["", "aaaa"]),
            ("^a+?b??$", ["a", "ab"], ["b", "abb"]),
            ("^a{x}$", ["a{x}"], ["a"]),
            ("^(?:a*)*$", ["", "aaaa"], ["ab"]),
            ("^[a-c\\d_-]+$", ["a1_-c"], ["d", "A"]),
            ("^[^a-c]$", ["d", "é"], ["a", ""]),
            ("^[\\]\\^-]$", ["]", "^", "-"], ["a"]),
            ("^\\w\\W\\s\\S\\D$", ["a- bc"], ["a- b1"]),
            ("^[\\W]$", ["-"], ["a"]),
            ("^.$", ["a", "👍", "\u{85}"], ["\n", "ab"]),
            ("\\bword\\b", ["a word.", "word"], ["words", "sword"]),
            ("a\\Bb", ["ab"], ["a b"]),
            ("^\\u00e9\\x41\\u{1F44D}\\cJ\\t$", ["éA👍\n\t"], ["eA👍\n\t"]),
            ("^\\ud83d\\udc4d$", ["👍"], ["👎"]),
            ("^\\p{L}+$", ["Äpfel", "日本"], ["a1"]),
            ("^\\p{Lu}\\P{Lu}$", ["Ab"], ["AB"]),
            ("^(?=.*[a-z])(?=.*\\d).{4,}$", ["abc1", "1aaa"], ["abcd", "1234", "a1"]),
            ("^(?!admin$)\\w+$", ["admins", "user"], ["admin"]),
            ("^(?!.*--)[a-z-]+$", ["a-b"], ["a--b"]),
            ("(?=b)b(?!c)", ["ab", "bd"], ["bc", "a"]),
            ("^(?<year>\\d{4})-\\/$", ["2026-/"], ["26-/"]),
            ("", ["", "a"], []),
        ] as [(String, [String], [String])]
    )
    func matching(pattern: String, matching: [String], others: [String]) throws {
        let schema = try JSONSchema(["pattern": .string(pattern)])
        for text in matching { #expect(schema.validate(.string(text)) == [], "\(text)") }
        for text in others { #expect(schema.validate(.string(text)).map(\.keyword) == ["pattern"], "\(text)") }
    }

    @Test(
        "A pattern that backtracks for ever elsewhere is matched in linear time",
        arguments: ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*a){12}$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x+x+)+y"]
    )
    func catastrophic(pattern: String) throws {
        let schema = try JSONSchema(["pattern": .string(pattern)])
        let text = String(repeating: pattern.contains("x") ? "x" : "a", count: 50_000) + "!"
        #expect(schema.validate(.string(text)).map(\.keyword) == ["pattern"])
    }

    @Test("A look-ahead at every position of a long text ends at the work limit")
    func workLimit() throws {
        let schema = try JSONSchema(["pattern": "^(?:(?=.*b)a)*$"])
        let text = String(repeating: "a", count: 200_000)
        #expect(schema.validate(.string(text + "b")).first?.keyword == "limit")
        #expect(schema.validate("aab").map(\.keyword) == ["pattern"])
    }
}
