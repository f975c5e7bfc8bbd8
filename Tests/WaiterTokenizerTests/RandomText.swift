/// Random texts that cover edge cases of the rules; reproducible by seed.
struct RandomText {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(below limit: Int) -> Int { Int(next() % UInt64(limit)) }

    mutating func text(maximum: Int = 14) -> String {
        let count = 1 + number(below: maximum)
        switch number(below: 4) {
        case 0: return String(decoding: (0..<count * 2).map { _ in UInt8(truncatingIfNeeded: next()) }, as: UTF8.self)
        case 1: return (0..<count * 4).map { _ in ["a", "e", "b", "st", "in"][number(below: 5)] }.joined()
        default: return (0..<count).map { _ in Self.fragments[number(below: Self.fragments.count)] }.joined()
        }
    }

    /// A few long runs, in which hardly any position is certain to separate two pieces.
    mutating func runs(of maximum: Int = 4000) -> String {
        (0..<1 + number(below: 5)).map { _ in
            let units = Self.units[number(below: Self.units.count)]
            let length = 1 + number(below: maximum)
            // Occasionally, one unit dominates.
            let isEven = number(below: 2) == 0
            let rare = 2 + number(below: 300)
            return (0..<length).map { _ in
                units[isEven || number(below: rare) == 0 ? number(below: units.count) : 0]
            }
            .joined()
        }
        .joined(separator: number(below: 3) == 0 ? "" : Self.fragments[number(below: Self.fragments.count)])
    }

    private static let units: [[String]] = [
        ["a"], ["a", "b"], ["a", "e", "n", "st", "in", "th"], ["A"], ["A", "字"], ["A", "字", "a"], ["字", "語", "的"],
        ["A", "T", "é", "É"],
        ["0"], ["1", "23", "½", "٣"], [" "], [" ", "\n"], ["\n"], ["\r\n", "\t", "\u{3000}", " "], ["=", "-"],
        ["!", "/", "\n"],
        ["/", "\n"], ["\u{301}", "A", "🎉"], ["हि", "न्दी", "A"], ["ไ", "ท", "ย"], ["<|", "|>", "(", ")"], ["'", "A", "s"],
        ["字", "A", "'s"],
    ]

    private static let fragments: [String] = [
        "a", "the", "The", "THE", "iPhone", "x", "Z", "'s", "'S", "'ll", "'Ve", "'re", "'", "''", "\u{17F}", "'\u{17F}",
        "0",
        "12", "12345", "½", "٣", "ß", "É", "ǅ", "ʰ", "א", "م", "字", "語", "한국", "カ", "ไทย", "हिन्दी", "ღ", "\u{301}",
        "\u{489}", "🎉", "👩‍👩‍👧", "!", "?", ".", ",", "/", "//", "(", ")", "{", "}", "=>", "-", "_", "\"", "“", "…", "<|",
        "<|endoftext|>", "\u{0}", "\u{7F}", " ", " ", "  ", "     ", "\n", "\n\n", "\r\n", "\t", "\u{B}", "\u{A0}",
        "\u{2003}",
        "\u{3000}", "\u{85}", "hello", " world", "antidisestablishment",
    ]
}
