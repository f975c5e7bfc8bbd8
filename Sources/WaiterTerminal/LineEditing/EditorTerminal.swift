/// Controls the terminal while an entry is being edited: raw mode, drawing and input.
struct EditorTerminal: ~Copyable {
    private let input: DescriptorInput
    private let output: StandardStream
    private let mode: RawMode
    private var painter = LinePainter()
    private var size: (columns: Int, rows: Int)
    private var isActive = false

    /// - Throws: `TerminalError` if the input is not a terminal.
    init(input: Int32, output: StandardStream) throws {
        self.input = DescriptorInput(descriptor: input)
        self.output = output
        mode = try RawMode(descriptor: input)
        size = output.size
    }

    /// Enters raw mode and enables bracketed paste.
    mutating func begin() throws {
        isActive = true
        try mode.enter()
        try write(LinePainter.enablePasteMode)
    }

    /// Restores the terminal and moves the cursor below the drawn rows. Errors from a closed terminal are ignored.
    ///
    /// - Parameter erases: Whether to erase the drawn rows. Pass `true` if the rows will be redrawn.
    mutating func end(erases: Bool = false) {
        guard isActive else { return }
        isActive = false
        let drawn = erases ? painter.erase() : painter.leave()
        try? output.write((drawn + LinePainter.disablePasteMode).utf8)
        mode.restore()
    }

    /// Reads typed bytes, waiting for at most the given time or one second, whichever is shorter.
    func read(within limit: Duration) throws -> DescriptorInput.Outcome {
        let milliseconds = limit / .milliseconds(1)
        return try input.read(within: Int32(min(max(milliseconds.rounded(.up), 0), 1_000)))
    }

    /// Draws the entry, unless pending input would immediately change it.
    mutating func show(_ view: EditorView) throws {
        guard !input.isReadable(within: 0) else { return }
        try draw(view)
    }

    /// Redraws the entry after the terminal has been resized or another process has changed the terminal's mode.
    mutating func refresh(_ view: EditorView) throws {
        if !mode.isEntered {
            // A shell resumed the process and may have written to the screen.
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

    /// Draws the final state of the entry.
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
