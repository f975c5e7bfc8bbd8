internal import WaiterPlatform

/// Reads entries that a person types, edits, pastes and recalls; from what is no terminal, it reads lines.
///
/// The terminal has its keys handed over one by one only while an entry is read, and is what it was whenever that ends.
package struct LineEditor: Sendable {
    /// How long a resize, a resumed process or a cancelled task may go unnoticed.
    private static let patience = Duration.milliseconds(50)

    /// Past entries; what is entered is added.
    package private(set) var history: History
    /// How long the bytes of one key may be apart; Escape alone takes effect after it.
    package var escapeTimeout = Duration.milliseconds(50)
    /// Finds out how the text before the cursor may go on.
    package var complete: @Sendable (_ textBeforeCursor: String) async -> LineCompletions = { _ in .none }
    /// Lets the user edit a text elsewhere; nil when that failed, of which it has spoken itself.
    package var edit: @Sendable (_ text: String) async -> String? = { _ in nil }
    /// Stops the process until it is resumed, with all others that the shell started with it.
    package var suspend: @Sendable () -> Void = { kill(0, SIGTSTP) }

    private let input: Int32
    private let output: StandardStream
    /// Whether entries are edited; else lines are read.
    package let isInteractive: Bool
    private let isDumb: Bool
    private var reader: LineReader
    private var decoder = KeyDecoder()
    /// What was typed after the last entry.
    private var keys: ArraySlice<EditorKey> = []
    private var killed = ""

    /// - Parameters:
    ///   - input: The descriptor to read from.
    ///   - output: Where to draw, which should be standard error.
    ///   - isDumb: Whether the terminal cannot move its cursor; then the prompt is drawn and the terminal's own editing
    ///     used.
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

    /// Reads the next entry; the cursor of the terminal must be at the begin of a row.
    ///
    /// - Parameter draft: What stands there already, to be changed; only where entries are edited.
    /// - Throws: `CancellationError`, `TerminalError` when the input cannot be read or a line of it is not UTF-8.
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

    /// Waits for keys, for a while.
    ///
    /// - Returns: Whether the terminal is still there.
    private mutating func fetchKeys(_ terminal: inout EditorTerminal, _ view: EditorView) async throws -> Bool {
        try Task.checkCancellation()
        switch try terminal.read(within: decoder.isWaiting ? escapeTimeout : Self.patience) {
        case .bytes(let bytes): keys += decoder.feed(bytes)
        case .nothing:
            keys += decoder.timeOut()
            try terminal.refresh(view)
            // The thread belongs to all tasks.
            await Task.yield()
        case .end: return false
        }
        return true
    }

    /// Does what a key asks for.
    ///
    /// - Returns: The entry, if that is complete.
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
            // As a terminal does it: what was typed ahead goes as well.
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
