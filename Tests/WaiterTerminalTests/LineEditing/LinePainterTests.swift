import Testing
import WaiterTerminal
import WaiterTestSupport

@Suite("Drawing of an entry")
struct LinePainterTests {
    private static let prompt = LinePrompt("waiter> ", continuation: ". ", style: "1")
    private static let past = ["what was there", "before"]

    /// A screen with previous output, and the painter of an entry below it.
    private struct Scene {
        var screen: ScreenEmulator
        var painter = LinePainter()
        var view = EditorView(prompt: LinePainterTests.prompt, text: "", cursor: 0)

        init(width: Int, height: Int, splitsEmoji: Bool = false) {
            screen = ScreenEmulator(width: width, height: height, splitsEmoji: splitsEmoji)
            screen.feed(LinePainterTests.past.map { $0.prefix(width) + "\r\n" }.joined())
        }

        mutating func paint(_ state: EditorState) {
            view = state.view(LinePainterTests.prompt)
            repaint()
        }

        mutating func repaint() {
            screen.feed(painter.paint(view, columns: screen.width, rows: screen.height))
        }

        var past: [String] { LinePainterTests.past.map { String($0.prefix(screen.width)).trimmedEnd } }
    }

    /// The terminal's own layout of the same text, and its cursor position.
    private func wrapped(_ view: EditorView, width: Int) -> (rows: [String], row: Int, column: Int) {
        func shown(_ text: String) -> String {
            view.prompt.text + text.replacing("\n", with: "\r\n\(view.prompt.continuation)")
        }
        var whole = ScreenEmulator(width: width, height: 1_000)
        whole.feed(shown(view.text))
        var before = ScreenEmulator(width: width, height: 1_000)
        let end = view.text.utf8.index(view.text.startIndex, offsetBy: view.cursor)
        before.feed(shown(String(view.text[..<end])))
        var (row, column) = before.place
        if let next = view.text[end...].first, next != "\n", column + TerminalEmulator.width(of: next) > width {
            (row, column) = (row + 1, 0)
        }
        return (whole.rows, row, column)
    }

    @Test("If a terminal draws emoji wider than expected, an entry stays on its rows", arguments: [20, 30, 44])
    func wider(width: Int) {
        let text = "👩‍👩‍👧‍👦 one two three 👍🏽 four five 👩‍👧 six seven\n👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽 end"
        var (exact, wider) = (Scene(width: width, height: 40), Scene(width: width, height: 40, splitsEmoji: true))
        for end in text.indices.dropFirst() {
            let begun = String(text[..<end])
            for cursor in [begun.utf8.count, 0] {
                let view = EditorView(prompt: Self.prompt, text: begun, cursor: cursor)
                (exact.view, wider.view) = (view, view)
                exact.repaint()
                wider.repaint()
            }
            #expect(wider.screen.rows.count == exact.screen.rows.count, "\(wider.screen.rows)")
            #expect(wider.screen.rows.starts(with: wider.past) && wider.screen.wraps)
        }
    }

    @Test("A typed text looks as if wrapped by the terminal, with the cursor in position", arguments: 1...120)
    func likeTheTerminal(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let width = [10, 11, 17, 40, 80].randomElement(using: &random) ?? 80
        var scene = Scene(width: width, height: 200)
        var typist = Typist(history: ["a past entry", "two\nlines 漢字漢字漢字漢字"])
        for _ in 0..<40 {
            typist.type(RandomKeys.next(&random, harmful: false))
            if Bool.random(using: &random) { scene.paint(typist.state) }
        }
        scene.paint(typist.state)
        // Without symbols for control characters, which other tests cover.
        guard !scene.view.text.contains(where: { TerminalEmulator.width(of: $0) == 0 && $0 != "\n" }) else { return }
        // A search has its own prompt.
        guard scene.view.prompt == Self.prompt else { return }
        let expected = wrapped(scene.view, width: width)
        // A cursor on a line feed behind a full row needs an additional row, which a terminal would not create.
        let next = scene.view.text.utf8.dropFirst(scene.view.cursor).first
        guard next != 0x0A || expected.column > 0 else { return }
        let note = "seed \(seed), \(width) columns, \(scene.view.text.debugDescription)"
        #expect(scene.screen.violations == [], "\(note)")
        #expect(scene.screen.rows == (scene.past + expected.rows), "\(note)")
        #expect(scene.screen.row == expected.row + 2 && scene.screen.column == expected.column, "\(note)")
    }

    @Test("Drawing key by key equals drawing at once, at any width and height", arguments: 1...150)
    func incremental(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let (width, height) = (Int.random(in: 2...30, using: &random), Int.random(in: 1...12, using: &random))
        var scene = Scene(width: width, height: height)
        var typist = Typist(history: ["past", "one\r\ntwo"])
        for step in 0..<50 {
            typist.type(RandomKeys.next(&random))
            if step % 9 == 8 {
                typist.state.complete(LineCompletions(word: "", candidates: ["one", "two\u{1B}", "三"]))
            }
            scene.paint(typist.state)
        }
        let note = "seed \(seed), \(width)x\(height), \(scene.view.text.debugDescription)"
        #expect(scene.screen.violations == [], "\(note)")
        // The complete entry, after editing has ended.
        scene.screen.feed(scene.painter.finish(scene.view, columns: width, rows: height))
        var fresh = Scene(width: width, height: height)
        fresh.screen.feed(fresh.painter.finish(scene.view, columns: width, rows: height))
        #expect(scene.screen.rows == fresh.screen.rows, "\(note)")
        #expect(scene.screen.column == 0, "\(note)")
        #expect(scene.screen.violations == [], "\(note)")
    }

    @Test("An entry taller than the screen shows the rows around the cursor")
    func window() {
        var scene = Scene(width: 20, height: 5)
        var typist = Typist()
        typist.type(Sent.paste((1...9).map { "line \($0)" }.joined(separator: "\n")))
        scene.paint(typist.state)
        #expect(scene.screen.rows.suffix(5) == (5...9).map { ". line \($0)" }[...])
        for _ in 0..<6 { typist.type(Sent.up) }
        scene.paint(typist.state)
        #expect(scene.screen.rows.suffix(5) == (3...7).map { ". line \($0)" }[...])
        #expect(Array(scene.screen.rows.prefix(2)) == scene.past)
        scene.screen.feed(scene.painter.finish(scene.view, columns: 20, rows: 5))
        #expect(scene.screen.rows == scene.past + ["waiter> line 1"] + (2...9).map { ". line \($0)" })
        #expect(scene.screen.violations == [])
    }

    @Test("A resize does not touch other output, and the entry is shown", arguments: 1...150)
    func resize(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for resizing in ScreenEmulator.Resizing.allCases {
            var scene = Scene(width: 40, height: 30)
            var typist = Typist()
            for _ in 0..<12 { typist.type(RandomKeys.next(&random)) }
            scene.paint(typist.state)
            for _ in 0..<3 {
                let width = Int.random(in: 14...60, using: &random)
                scene.screen.resize(width: width, height: 30, resizing)
                scene.repaint()
            }
            let note = "seed \(seed), \(resizing), \(scene.view.text.debugDescription)"
            #expect(scene.screen.violations == [], "\(note)")
            #expect(Array(scene.screen.wholeLines.prefix(2)) == Self.past, "\(note)")
            var fresh = ScreenEmulator(width: scene.screen.width, height: 30)
            var painter = LinePainter()
            fresh.feed(painter.paint(scene.view, columns: fresh.width, rows: 30))
            #expect(scene.screen.rows.suffix(fresh.rows.count) == fresh.rows[...], "\(note)")
            let distance = scene.screen.rows.count - scene.screen.row
            #expect(distance == fresh.rows.count - fresh.row && scene.screen.column == fresh.column, "\(note)")
        }
    }

    @Test("Rows that are never too wide are redrawn after a resize, and nothing is left of them")
    func cleanResize() {
        for resizing in ScreenEmulator.Resizing.allCases {
            var scene = Scene(width: 80, height: 24)
            var typist = Typist()
            typist.type("some words\nand more of them")
            scene.paint(typist.state)
            for width in [30, 120, 24, 80] {
                scene.screen.resize(width: width, height: 24, resizing)
                scene.repaint()
                #expect(scene.screen.rows == Self.past + ["waiter> some words", ". and more of them"])
            }
        }
    }

    @Test(
        "Control characters are shown as symbols",
        arguments: [
            ("\u{1B}[31m", "^[[31m"), ("\u{0}\u{7F}", "^@^?"), ("\u{9B}2J", "\u{FFFD}2J"), ("a\u{202E}b", "a\u{FFFD}b"),
            ("a\tb", "a   b"), ("\u{7}", "^G"), ("a\u{AD}b", "a\u{FFFD}b"), ("\u{301}", "\u{25CC}\u{301}"),
        ]
    )
    func controls(_ text: String, _ shown: String) {
        var screen = ScreenEmulator(width: 40, height: 5)
        var painter = LinePainter()
        let view = EditorView(prompt: LinePrompt(""), text: text, cursor: text.utf8.count)
        screen.feed(painter.paint(view, columns: 40, rows: 5))
        #expect(screen.rows == [shown])
        #expect(screen.violations == [])
    }

    @Test("A character at the end costs little more than its own bytes")
    func smallChanges() {
        var painter = LinePainter()
        var view = EditorView(prompt: Self.prompt, text: String(repeating: "x", count: 500), cursor: 500)
        _ = painter.paint(view, columns: 80, rows: 24)
        (view.text, view.cursor) = (view.text + "y", 501)
        #expect(painter.paint(view, columns: 80, rows: 24) == "\r\u{1B}[28Cy\r\u{1B}[29C")
        #expect(painter.paint(view, columns: 80, rows: 24) == "")
    }

    @Test("Candidates are listed below in columns, with a hint if there are more")
    func candidates() {
        var screen = ScreenEmulator(width: 20, height: 4)
        var painter = LinePainter()
        var view = EditorView(prompt: LinePrompt("> "), text: "/", cursor: 1)
        view.candidates = (1...9).map { "/word\($0)" }
        screen.feed(painter.paint(view, columns: 20, rows: 4))
        #expect(screen.rows == ["> /", "/word1  /word3", "/word2  /word4", "(5 more)"])
        view.candidates = []
        screen.feed(painter.paint(view, columns: 20, rows: 4))
        #expect(screen.rows == ["> /"])
        #expect(screen.violations == [] && screen.row == 0 && screen.column == 3)
    }
}

extension String {
    fileprivate var trimmedEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
