import Synchronization
import Testing
import WaiterTerminal

@Suite("The line editor on a terminal", .serialized)
struct LineEditorTests {
    @Test("A typed line is read, the drawn text stays, and the terminal is restored")
    func line() async throws {
        let scene = try EditorScene()
        try await scene.start()
        #expect(!scene.isCooked)
        #expect(scene.screen.pastesInBrackets)
        try scene.type("helo" + Sent.left + "l\r")
        #expect(try await scene.entries() == [.text("hello")])
        #expect(scene.isCooked)
        #expect(!scene.screen.pastesInBrackets)
        #expect(scene.screen.rows == ["> hello"])
        #expect(scene.screen.row == 1 && scene.screen.column == 0)
        #expect(scene.screen.violations == [])
    }

    @Test("Lines typed ahead are successive entries, and are recalled with the up key")
    func typedAhead() async throws {
        let scene = try EditorScene()
        try await scene.start(3)
        try scene.type("one\rtwo\r" + Sent.up + Sent.up + "!\r")
        #expect(try await scene.entries() == [.text("one"), .text("two"), .text("one!")])
        #expect(scene.screen.rows == ["> one", "> two", "> one!"])
    }

    @Test("A paste of several lines is one entry, whatever its control characters")
    func paste() async throws {
        let scene = try EditorScene()
        try await scene.start()
        try scene.type(Sent.paste("one\r\ntwo\tx\r\u{1B}[2J\u{3}three"))
        try await scene.expect { $0.screen.rows.count == 3 }
        #expect(scene.screen.rows == ["> one", ". two   x", ". ^[[2J^Cthree"])
        try scene.type("\r")
        #expect(try await scene.entries() == [.text("one\ntwo\tx\n\u{1B}[2J\u{3}three")])
        #expect(scene.screen.violations == [])
    }

    @Test("A paste larger than a terminal's buffer arrives completely")
    func longPaste() async throws {
        let scene = try EditorScene()
        try await scene.start()
        let text = (1...3_000).map { "line number \($0)" }.joined(separator: "\n")
        let lines = Sent.paste(text.replacing("\n", with: "\r")) + "\r"
        // In chunks that fit the terminal's buffer, as sent by a terminal program.
        var rest = Substring(lines)
        while !rest.isEmpty {
            try scene.type(String(rest.prefix(1_000)))
            rest = rest.dropFirst(1_000)
            await Task.yield()
        }
        #expect(try await scene.entries() == [.text(text)])
        #expect(scene.screen.rows.count == 3_000)
    }

    @Test("Ctrl-C and Ctrl-D are reported, and the terminal is restored")
    func interrupts() async throws {
        let scene = try EditorScene()
        try await scene.start(4)
        try scene.type("abc")
        try await scene.expect { $0.screen.rows.last == "> abc" }
        try scene.type(Sent.ctrl("C"))
        try await scene.expect { $0.screen.rows.count == 2 }
        try scene.type(Sent.ctrl("C"))
        try await scene.expect { $0.screen.rows.count == 3 }
        try scene.type("x" + Sent.ctrl("D") + Sent.backspace + Sent.ctrl("D") + "kept\r")
        let expected: [LineEntry] = [
            .interrupted(lineWasEmpty: false), .interrupted(lineWasEmpty: true), .end, .text("kept"),
        ]
        #expect(try await scene.entries() == expected)
        #expect(scene.isCooked)
    }

    @Test("A cancelled read ends, and the terminal is restored")
    func cancelled() async throws {
        let scene = try EditorScene()
        try await scene.start()
        try scene.type("unfinished")
        try await scene.expect { $0.screen.rows.last == "> unfinished" }
        scene.cancel()
        await #expect(throws: CancellationError.self) { try await scene.entries() }
        #expect(scene.isCooked)
        #expect(!scene.screen.pastesInBrackets)
        #expect(scene.screen.row == 1)
    }

    @Test("A read cancelled before it starts does not touch the terminal")
    func cancelledBefore() async throws {
        let scene = try EditorScene()
        try await scene.start(waits: false) { _ in withUnsafeCurrentTask { $0?.cancel() } }
        scene.cancel()
        await #expect(throws: CancellationError.self) { try await scene.entries() }
        #expect(scene.isCooked)
    }

    @Test("Resizing the window redraws the entry")
    func resize() async throws {
        let scene = try EditorScene(columns: 40)
        try await scene.start()
        try scene.type("0123456789 0123456789")
        try await scene.expect { $0.screen.rows.last == "> 0123456789 0123456789" }
        try scene.resize(columns: 12, rows: 10)
        try await scene.expect { $0.screen.rows.suffix(2) == ["> 0123456789", " 0123456789"] }
        try scene.resize(columns: 60, rows: 5)
        try await scene.expect { $0.screen.rows.last == "> 0123456789 0123456789" }
        try scene.type("\r")
        #expect(try await scene.entries() == [.text("0123456789 0123456789")])
        #expect(scene.screen.violations == [])
    }

    @Test("Ctrl-Z restores the terminal while the process is stopped, and the entry is redrawn")
    func suspension() async throws {
        let scene = try EditorScene()
        let terminal = scene.terminal
        let wasCooked = Mutex<[Bool]>([])
        try await scene.start { editor in
            editor.suspend = { wasCooked.withLock { $0.append(EditorScene.isCooked(terminal)) } }
        }
        try scene.type("half" + Sent.ctrl("Z"))
        try await scene.expect { $0.screen.rows == ["> half", "> half"] }
        #expect(wasCooked.withLock { $0 } == [true])
        #expect(!scene.isCooked)
        try scene.type(" whole\r")
        #expect(try await scene.entries() == [.text("half whole")])
        #expect(scene.isCooked)
    }

    @Test("A process stopped externally and resumed by a shell reads keys again")
    func resumed() async throws {
        let scene = try EditorScene()
        try await scene.start()
        try scene.type("abc")
        try await scene.expect { $0.screen.rows == ["> abc"] }
        scene.cook()
        try await scene.expect { !$0.isCooked }
        try scene.type("d\r")
        #expect(try await scene.entries() == [.text("abcd")])
    }

    @Test("The external editor gets a restored terminal, and editing continues with its text")
    func externalEditor() async throws {
        let scene = try EditorScene()
        let terminal = scene.terminal
        let given = Mutex<[String]>([])
        try await scene.start { editor in
            editor.edit = { text in
                given.withLock { $0.append("\(text) \(EditorScene.isCooked(terminal))") }
                return text == "fail" ? nil : "new\ntext\n"
            }
        }
        try scene.type(
            "fail" + Sent.ctrl("X") + Sent.ctrl("E") + Sent.ctrl("U") + "old" + Sent.ctrl("X") + Sent.ctrl("E")
        )
        try await scene.expect { $0.screen.rows == ["> new", ". text"] }
        try scene.type("!\r")
        #expect(try await scene.entries() == [.text("new\ntext!")])
        #expect(given.withLock { $0 } == ["fail true", "old true"])
    }

    @Test("Tab requests completions")
    func completion() async throws {
        let scene = try EditorScene()
        try await scene.start { editor in
            editor.complete = { text in
                LineCompletions(word: text, candidates: ["/model ", "/mode "].filter { $0.hasPrefix(text) })
            }
        }
        try scene.type("/m\t\t")
        try await scene.expect { $0.screen.rows == ["> /mode", "/model   /mode"] }
        try scene.type("l\tx\r")
        #expect(try await scene.entries() == [.text("/model x")])
        #expect(scene.screen.rows == ["> /model x"])
    }

    @Test("A lone Escape ends a search after a delay, and a sequence may arrive in chunks")
    func escape() async throws {
        let scene = try EditorScene()
        try await scene.start(history: ["past entry"])
        try scene.type(Sent.ctrl("R") + "ent\u{1B}")
        try await scene.expect { $0.screen.rows == ["> past entry"] }
        try scene.type("b\r")
        #expect(try await scene.entries() == [.text("past bentry")])
        let patient = try EditorScene()
        try await patient.start(escapeTimeout: .seconds(1))
        try patient.type("ab\u{1B}")
        try await patient.expect { $0.screen.rows == ["> ab"] }
        try patient.type("[Dx\r")
        #expect(try await patient.entries() == [.text("axb")])
    }

    @Test("A disconnected terminal ends the read")
    func hangUp() async throws {
        let scene = try EditorScene()
        try await scene.start()
        scene.hangUp()
        #expect(try await scene.entries() == [.end])
    }

    @Test("Text deleted in one entry can be inserted in the next")
    func killedText() async throws {
        let scene = try EditorScene()
        try await scene.start(2)
        try scene.type("one two" + Sent.ctrl("W") + "\r" + Sent.ctrl("Y") + "\r")
        #expect(try await scene.entries() == [.text("one "), .text("two")])
    }

    @Test("A dumb terminal does its own editing: the prompt is drawn and lines are read")
    func dumb() async throws {
        let scene = try EditorScene()
        let output = StandardStream(descriptor: scene.terminal)
        var editor = LineEditor(input: scene.terminal, output: output, isDumb: true)
        #expect(!editor.isInteractive)
        try scene.type("a line\n")
        #expect(try await editor.read(LinePrompt("> ")) == .text("a line"))
        #expect(scene.isCooked)
        try await scene.expect { $0.output.contains("> ") && !$0.output.contains("\u{1B}") }
    }

    @Test("Ctrl-L clears the screen and draws the entry at its top")
    func clear() async throws {
        let scene = try EditorScene()
        try await scene.start(2)
        try scene.type("one\r")
        try scene.type("two" + Sent.ctrl("L"))
        try await scene.expect { $0.screen.rows == ["> two"] }
        try scene.type("\r")
        #expect(try await scene.entries() == [.text("one"), .text("two")])
    }
}
