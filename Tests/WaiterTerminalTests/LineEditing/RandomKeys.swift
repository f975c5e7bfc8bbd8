import WaiterTerminal
import WaiterTestSupport

/// Keys in random order.
enum RandomKeys {
    private static let texts = [
        "a", "bc ", "word", "é", "e\u{301}", "漢", "字kanji", "👩‍👩‍👧", "🇩🇪", "🇫🇷🇮🇹", "👍🏽", "\u{301}", " ", "    ", "0123456789",
        "\u{200D}",
        "한", "✌️", "ab\u{200B}c",
    ]
    private static let controls = [
        Sent.left, Sent.left, Sent.right, Sent.up, Sent.down, Sent.home, Sent.end, Sent.delete, Sent.backspace,
        Sent.backspace, Sent.ctrl("K"), Sent.ctrl("U"), Sent.ctrl("W"), Sent.ctrl("Y"), Sent.ctrl("T"), Sent.alt("b"),
        Sent.alt("f"), Sent.alt("d"), Sent.altEnter, Sent.altEnter, Sent.ctrl("R") + "e", Sent.ctrl("G"),
    ]
    private static let harmful = [
        "\t", "x\ty", "\u{1B}[2J", "\u{7F}", "\u{9B}31m", "\u{202E}", "\r\n", "\u{7}", "\u{AD}", "\u{FE0F}", "\u{200B}",
    ]

    /// Returns the bytes of one key; printable text unless specified.
    static func next(_ random: inout SeededRandom, harmful includesHarmful: Bool = true) -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: texts.randomElement(using: &random) ?? ""
        case 5 where includesHarmful: Sent.paste(harmful.randomElement(using: &random) ?? "")
        case 6: Sent.paste((0..<4).compactMap { _ in texts.randomElement(using: &random) }.joined(separator: "\n"))
        default: controls.randomElement(using: &random) ?? ""
        }
    }
}
