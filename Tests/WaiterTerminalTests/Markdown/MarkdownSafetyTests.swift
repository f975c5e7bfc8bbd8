import Testing
import WaiterTerminal

@Suite("Only text in Markdown reaches the terminal")
struct MarkdownSafetyTests {
    private static let hostile = [
        "\u{1B}[2J", "\u{1B}]0;title\u{7}", "\u{1B}]8;;https://evil\u{1B}\\", "\u{1B}Pq\u{9C}", "\u{9B}31m",
        "\u{9D}0;x\u{9C}",
        "\u{0}", "\u{8}\u{8}\u{8}", "\u{7F}", "\u{B}", "\u{C}", "\u{E}", "\u{85}", "\u{202E}", "\u{2066}", "\u{200F}",
        "&#27;[2J", "&#x1b;[2J", "&#155;31m", "&#x202E;", "&#10;&#13;", "\\\u{1B}[A",
    ]

    private static let places = [
        "text \u{FFFC} text", "**bold \u{FFFC}** and", "`code \u{FFFC}`", "[label \u{FFFC}](http://x/\u{FFFC})",
        "![\u{FFFC}](\u{FFFC} \"\u{FFFC}\")", "<http://x/\u{FFFC}>", "https://x/\u{FFFC}", "# head \u{FFFC}",
        "- item \u{FFFC}\n- \u{FFFC}", "> \u{FFFC} quote", "```\u{FFFC}\n\u{FFFC}\n```",
        "```swift\n\"\u{FFFC}\" // \u{FFFC}\n```",
        "    \u{FFFC}", "| a \u{FFFC} |\n|---|\n| \u{FFFC} b |", "\u{FFFC}\n===", "**open \u{FFFC}",
    ]

    /// The sequences that the renderer may send.
    private func isTamed(_ output: String) -> Bool {
        let sequence = /\e\[([0-9;]*[mKA]|\?7[hl])/
        let rest = output.replacing(sequence, with: "")
        return rest.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x0A, 0x0D: true
            case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: false
            default: true
            }
        }
    }

    @Test("Control characters, escapes, C1 bytes and direction overrides, everywhere", arguments: places)
    func everywhere(_ place: String) {
        for hostile in Self.hostile {
            let markdown = place.replacing("\u{FFFC}", with: hostile)
            for pieces in [[markdown], MarkdownRendering.scalars(markdown)] {
                var renderer = MarkdownRenderer(width: 40, height: 10, style: .colored)
                let output = pieces.map { renderer.write($0) } + [renderer.finish()]
                #expect(output.allSatisfy(isTamed), "\(markdown.debugDescription)")
                #expect(MarkdownRendering.emulate(pieces).violations == [], "\(markdown.debugDescription)")
            }
        }
    }

    @Test("Removed characters leave a visible replacement")
    func replaced() {
        #expect(MarkdownRendering.text("a\u{1B}[31mb\u{202E}c&#27;d") == "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d")
    }

    @Test("A split sequence is detected as well")
    func cut() {
        let terminal = MarkdownRendering.emulate(["safe \u{1B}", "[2", "Jtext \u{9B}", "31m"])
        #expect(terminal.text == "safe \u{FFFD}[2Jtext \u{FFFD}31m\n")
        #expect(terminal.violations == [])
    }

    @Test("Unlimited combining marks on one letter do not create an endless row")
    func heap() {
        let heap = "a" + String(repeating: "\u{301}", count: 5000)
        let terminal = MarkdownRendering.emulate([heap], width: 20)
        #expect(terminal.picture.count > 10)
    }
}
