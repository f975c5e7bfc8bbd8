internal import WaiterPlatform

/// A line editor that supports multi-line editing, pasting and history. It reads plain lines if the input is not a
/// terminal.
///
/// The terminal is in raw mode only while an entry is being read, and its mode is restored no matter how reading ends.
package struct LineEditor: Sendable {
    /// The maximum time until a resize, a resumed process or a cancellation is detected.
    private static let pollInterval = Duration.milliseconds(50)

    /// The previous entries, to which each new entry is added.
    package private(set) var history: History
    /// The maximum time between two bytes of the same key. When this time has elapsed, a lone ESC is treated as the
    /// Escape key.
    package var escapeTimeout = Duration.milliseconds(50)
    /// A closure that returns the completions for the text before the cursor.
    package var complete: @Sendable (_ textBeforeCursor: String) async -> LineCompletions = { _ in .none }
    /// A closure that opens the text in an external editor. If the editor fails, the closure reports the error and
    /// returns `nil`.
    package var edit: @Sendable (_ text: String) async -> String? = { _ in nil }
    /// A closure that suspends the process group, as the terminal does on Ctrl-Z, and returns after the group has been
    /// resumed.
    package var suspend: @Sendable () -> Void = { kill(0, SIGTSTP) }

    private let input: Int32
    private let output: StandardStream
    /// Whether entries can be edited. If not, plain lines are read.
    package let isInteractive: Bool
    private let isDumb: Bool
    private var reader: LineReader
    private var decoder = KeyDecoder()
    /// The keys that were typed ahead and are used for the next entry.
    private var keys: ArraySlice<EditorKey> = []
    private var killed = ""

    /// Creates a line editor.
    ///
    /// - Parameters:
    ///   - input: The file descriptor to read from.
    ///   - output: The stream to draw on, usually standard error.
    ///   - isDumb: Whether the terminal cannot move its cursor. If so, the prompt is printed, and the terminal's own
    ///     line editing is used.
    ///   - history: The previous entries.
    package init(
        input: Int32 = STDIN_FILENO,
        output: StandardStream = .error,
        isDumb: Bool = false,
        history: History = History(path: nil)
    ) {
        (self.input, self.output, self.isDumb, self.history) = (input, output, isDumb, history)
        isInteractive = isatty(input) == 1 && output.isTerminal && !isDumb
        reader = LineReader(descriptor: input)
    }

    /// Reads the next entry. The terminal's cursor must be at the start of a row.
    ///
    /// - Parameters:
    ///   - prompt: The prompt to draw before the entry.
    ///   - draft: The initial text to edit. The text is ignored if the editor is not interactive.
    /// - Returns: The entry, or the reason why no entry was read.
    /// - Throws: `CancellationError`, or `TerminalError` if the input is unreadable or contains invalid UTF-8.
    package mutating func read(_ prompt: LinePrompt, draft: String = "") async throws -> LineEntry {
        guard isInteractive else {
            if isDumb, isatty(input) == 1, output.isTerminal { try? output.write(TerminalText.line(prompt.text).utf8) }
            return try await reader.read()
        }
        let entry = try await editEntry(prompt, draft)
        if case .text(let text) = entry { history.add(text) }
        return entry
    }

    private mutating func editEntry(_ prompt: LinePrompt, _ draft: String) async throws -> LineEntry {
        try Task.checkCancellation()
        var terminal = try EditorTerminal(input: input, output: output)
        var state = EditorState(history: history.entries, killed: killed)
        if !draft.isEmpty { state.replaceText(draft) }
        defer {
            terminal.end()
            killed = state.killed
        }
        try terminal.begin()
        while true {
            while let key = keys.popFirst() {
                let action = state.handle(key)
                if let entry = try await perform(action, &state, &terminal, prompt) { return entry }
            }
            try terminal.show(state.view(prompt))
            guard try await fetchKeys(&terminal, state.view(prompt)) else { return .end }
        }
    }

    /// Waits briefly for keys.
    ///
    /// - Returns: Whether the terminal is still open.
    private mutating func fetchKeys(_ terminal: inout EditorTerminal, _ view: EditorView) async throws -> Bool {
        try Task.checkCancellation()
        switch try terminal.read(within: decoder.isWaiting ? escapeTimeout : Self.pollInterval) {
        case .bytes(let bytes): keys += decoder.feed(bytes)
        case .nothing:
            keys += decoder.timeOut()
            try terminal.refresh(view)
            // Lets other tasks run, because reading blocks a thread of the cooperative pool.
            await Task.yield()
        case .end: return false
        }
        return true
    }

    /// Performs the action for a key.
    ///
    /// - Returns: The outcome, or `nil` if editing continues.
    private mutating func perform(
        _ action: EditorAction,
        _ state: inout EditorState,
        _ terminal: inout EditorTerminal,
        _ prompt: LinePrompt
    ) async throws -> LineEntry? {
        switch action {
        case .show: return nil
        case .submit(let text):
            try terminal.finish(state.view(prompt))
            return .text(text)
        case .interrupt(let lineWasEmpty):
            // Discards typed-ahead keys, as the terminal driver does on an interrupt.
            keys = []
            try terminal.finish(state.view(prompt))
            return .interrupted(lineWasEmpty: lineWasEmpty)
        case .end:
            try terminal.finish(state.view(prompt))
            return .end
        case .complete(let text): state.complete(await complete(text))
        case .openEditor(let text):
            terminal.end(erases: true)
            if let edited = await edit(text) { state.replaceText(edited) }
            try terminal.begin()
        case .clearScreen: try terminal.clear()
        case .suspend:
            try terminal.finish(state.view(prompt))
            terminal.end()
            suspend()
            try terminal.begin()
        }
        return nil
    }
}
