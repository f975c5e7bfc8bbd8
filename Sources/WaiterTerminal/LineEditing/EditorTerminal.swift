/// The terminal while an entry is edited: its mode, what is drawn on it, and what comes from it.
struct EditorTerminal: ~Copyable {
    private let input: DescriptorInput
    private let output: StandardStream
    private let mode: RawMode
    private var painter = LinePainter()
    private var size: (columns: Int, rows: Int)
    private var isActive = false

    /// - Throws: `TerminalError` when the input is no terminal.
    init(input: Int32, output: StandardStream) throws {
        self.input = DescriptorInput(descriptor: input)
        self.output = output
        mode = try RawMode(descriptor: input)
        size = output.size
    }

    /// Begins to take keys.
    mutating func begin() throws {
        isActive = true
        try mode.enter()
        try write(LinePainter.enablePasteMode)
    }

    /// Makes the terminal what it was, with the cursor below what was drawn; it may have gone already.
    ///
    /// - Parameter erases: Whether what was drawn is taken away, since it will be drawn again.
    mutating func end(erases: Bool = false) {
        guard isActive else { return }
        isActive = false
        let drawn = erases ? painter.erase() : painter.leave()
        try? output.write((drawn + LinePainter.disablePasteMode).utf8)
        mode.restore()
    }

    /// What was typed.
    func read(within limit: Duration) throws -> DescriptorInput.Outcome {
        let milliseconds = limit / .milliseconds(1)
        return try input.read(within: Int32(min(max(milliseconds.rounded(.up), 0), 1_000)))
    }

    /// Shows the entry, unless more was typed already, which would change it at once.
    mutating func show(_ view: EditorView) throws {
        guard !input.isReadable(within: 0) else { return }
        try draw(view)
    }

    /// Shows the entry anew after the size or the mode of the terminal was changed by others.
    mutating func refresh(_ view: EditorView) throws {
        if !mode.isEntered {
            // A shell has resumed the process, and written since.
            painter.forget()
            try begin()
            try draw(view)
        } else if output.size != size {
            try draw(view)
        }
    }

    mutating func clear() throws {
        painter.forget()
        try write(LinePainter.clearScreen)
    }

    /// Shows the entry for good.
    mutating func finish(_ view: EditorView) throws {
        size = output.size
        try write(painter.finish(view, columns: size.columns, rows: size.rows))
    }

    private mutating func draw(_ view: EditorView) throws {
        size = output.size
        try write(painter.paint(view, columns: size.columns, rows: size.rows))
    }

    private func write(_ text: String) throws {
        guard !text.isEmpty else { return }
        do {
            try output.write(text.utf8)
        } catch .cancelled {
            throw CancellationError()
        } catch {
            throw TerminalError.unwritable
        }
    }
}
