import Testing
import WaiterTerminal
import WaiterTestSupport

@Suite("Markdown output does not depend on chunk boundaries")
struct MarkdownSplitTests {
    private static let sizes = [(10, 8), (60, 24), (300, 50)]

    private func expect(_ pieces: [String], equals whole: TerminalEmulator, _ note: @autoclosure () -> String) {
        let cut = MarkdownRendering.emulate(pieces, width: whole.width, height: whole.height)
        #expect(cut.violations == [], "\(note())")
        guard cut.picture != whole.picture else { return }
        let row = zip(cut.picture, whole.picture).enumerated().first { $1.0 != $1.1 }?.offset
        let found = row.map { "\(cut.picture[$0]) instead of \(whole.picture[$0])" }
        Issue.record("\(note()), row \(row ?? -1): \(found ?? "")\n\(cut.text)\n--- instead of\n\(whole.text)")
    }

    @Test("Every split of a short text into two chunks", arguments: MarkdownSamples.short)
    func twoPieces(_ text: String) {
        for (width, height) in Self.sizes.prefix(2) {
            let whole = MarkdownRendering.emulate([text], width: width, height: height)
            for pieces in MarkdownRendering.twoPieces(text) {
                expect(pieces, equals: whole, "\(width) columns, \(pieces.map(\.debugDescription))")
            }
        }
    }

    @Test("Single scalars", arguments: MarkdownSamples.short + [MarkdownSamples.answer])
    func scalars(_ text: String) {
        for (width, height) in Self.sizes {
            let whole = MarkdownRendering.emulate([text], width: width, height: height)
            expect(MarkdownRendering.scalars(text), equals: whole, "\(width) columns, \(text.debugDescription)")
        }
    }

    @Test("Random splits of a long answer", arguments: 1...40)
    func randomCuts(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let (width, height) = (Int.random(in: 10...120, using: &random), Int.random(in: 3...40, using: &random))
        let whole = MarkdownRendering.emulate([MarkdownSamples.answer], width: width, height: height)
        let pieces = MarkdownRendering.pieces(
            MarkdownSamples.answer,
            longest: Int.random(in: 1...50, using: &random),
            using: &random
        )
        expect(pieces, equals: whole, "seed \(seed), \(width) columns, \(height) rows")
    }

    @Test("Random texts in random chunks", arguments: 1...200)
    func randomTexts(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let count = Int.random(in: 1...120, using: &random)
        let text = (0..<count).compactMap { _ in MarkdownSamples.fragments.randomElement(using: &random) }.joined()
        let (width, height) = (Int.random(in: 4...100, using: &random), Int.random(in: 2...30, using: &random))
        let whole = MarkdownRendering.emulate([text], width: width, height: height)
        for longest in [1, 12] {
            let pieces = MarkdownRendering.pieces(text, longest: longest, using: &random)
            expect(pieces, equals: whole, "seed \(seed), \(width) columns, \(height) rows, \(text.debugDescription)")
        }
    }

    @Test(
        "Constructs longer than the lookahead",
        arguments: ["*", "`", "[a", "<", "https://", "#", "-", "| a ", "> ", "x"]
    )
    func overlong(_ mark: String) {
        for count in [17, 18, 19, 60, 200] {
            let run = String(repeating: mark, count: count)
            for text in ["\(run) a\(mark) b", "**a \(run)** `b \(run)` [c](\(run))", "\(run)\n===\n\(run)\n---"] {
                let whole = MarkdownRendering.emulate([text], width: 12, height: 5)
                expect(MarkdownRendering.scalars(text), equals: whole, "\(count) times \(mark)")
            }
        }
    }

    @Test("A text truncated anywhere is complete", arguments: MarkdownSamples.short)
    func prefixes(_ text: String) {
        for end in text.unicodeScalars.indices {
            let prefix = String(text.unicodeScalars[..<end])
            let whole = MarkdownRendering.emulate([prefix])
            expect(MarkdownRendering.scalars(prefix), equals: whole, prefix.debugDescription)
        }
    }
}
