/// The state of a line editor. It turns keys into edits and actions, and performs no I/O.
package struct EditorState: Sendable {
    package internal(set) var buffer = EditBuffer()
    /// The active history search.
    package internal(set) var search: HistorySearch?
    /// The most recently killed text, which Ctrl-Y inserts.
    package internal(set) var killed: String
    /// The completion candidates, which are shown until the next key is pressed.
    package internal(set) var candidates: [String] = []
    var browser: HistoryBrowser
    /// Whether the previous key killed text. If so, text killed by the next key is added to `killed` instead of
    /// replacing it.
    var isKilling = false
    /// Whether Ctrl-X was pressed and the second key of its sequence has not been pressed yet.
    var expectsSecondKey = false
    /// Whether a block was opened by typing `"""` and Enter.
    var isInBlock = false
    /// The column to which vertical movement returns when it reaches a line that is long enough.
    var column: Int?

    /// Creates the state for an empty entry.
    ///
    /// - Parameters:
    ///   - history: The previous entries, oldest first.
    ///   - killed: The text that was most recently killed while the previous entry was being edited.
    package init(history: [String] = [], killed: String = "") {
        browser = HistoryBrowser(history)
        self.killed = killed
    }

    /// Handles a key and returns the action for the driver.
    package mutating func handle(_ key: EditorKey) -> EditorAction {
        candidates = []
        if search != nil, let action = handleInSearch(key) { return action }
        if expectsSecondKey {
            expectsSecondKey = false
            return key == .ctrl("E") ? .openEditor(buffer.text) : .show
        }
        let (killing, column) = (isKilling, column)
        (isKilling, self.column) = (false, nil)
        switch key {
        case .scalar(let scalar): buffer.insert(String(scalar))
        case .pasted(let text): buffer.insert(text)
        case .newline: buffer.insert("\n")
        case .up: moveUp(column)
        case .down: moveDown(column)
        case .left: buffer.move(to: buffer.previous)
        case .right: buffer.move(to: buffer.next)
        case .home: buffer.move(to: buffer.lineStart)
        case .end: buffer.move(to: buffer.lineEnd)
        case .wordLeft: buffer.move(to: buffer.wordStart)
        case .wordRight: buffer.move(to: buffer.wordEnd)
        case .delete: buffer.delete(to: buffer.next)
        case .deleteWord: kill(to: buffer.wordEnd, joins: killing)
        case .meta(let scalar): handleMeta(scalar, killing)
        case .control(let byte): return handleControl(Unicode.Scalar(byte | 0x40), killing, column)
        case .escape: break
        }
        return .show
    }

    /// Applies completions by inserting the common prefix of the candidates. If the prefix adds nothing, the candidates
    /// are listed instead.
    package mutating func complete(_ completions: LineCompletions) {
        let before = buffer.textBeforeCursor
        guard before.hasSuffix(completions.word), !completions.candidates.isEmpty else { return }
        let common = completions.commonPrefix
        let isOnly = completions.candidates.count == 1
        if isOnly || (common.count > completions.word.count && common.hasPrefix(completions.word)) {
            buffer.delete(to: buffer.text.index(buffer.place, offsetBy: -completions.word.count))
            buffer.insert(common)
        } else {
            candidates = completions.candidates
        }
    }

    /// Replaces the text with the result of an external editor, without trailing line feeds.
    package mutating func replaceText(_ text: String) {
        var text = EditBuffer.withLineFeeds(text)
        while text.last == "\n" { text.removeLast() }
        buffer = EditBuffer(text)
    }

    /// Returns the view to draw.
    package func view(_ prompt: LinePrompt) -> EditorView {
        var prompt = prompt
        if let search { prompt.text = "(\(search.hasFailed ? "no match" : "search"): \(search.query)) " }
        return EditorView(prompt: prompt, text: buffer.text, cursor: buffer.cursor, candidates: candidates)
    }
}
