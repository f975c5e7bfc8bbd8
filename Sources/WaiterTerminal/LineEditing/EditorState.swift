/// An entry while it is edited: takes keys and says what to do about them, without any I/O of its own.
package struct EditorState: Sendable {
    package internal(set) var buffer = EditBuffer()
    /// The search through past entries that is going on.
    package internal(set) var search: HistorySearch?
    /// What was deleted last, for Ctrl-Y.
    package internal(set) var killed: String
    /// Ways to go on, shown until the next key.
    package internal(set) var candidates: [String] = []
    var browser: HistoryBrowser
    /// Whether the key before this one deleted as well, so that both make one text.
    var isKilling = false
    /// Whether Ctrl-X was pressed.
    var expectsSecondKey = false
    /// Whether `"""` and Enter were typed.
    var isInBlock = false
    /// Where up and down shall stand in longer lines.
    var column: Int?

    /// - Parameters:
    ///   - history: Past entries, the oldest first.
    ///   - killed: What was deleted in the entry before.
    package init(history: [String] = [], killed: String = "") {
        browser = HistoryBrowser(history)
        self.killed = killed
    }

    /// Takes a key.
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

    /// Takes the ways to go on that the driver has found: what they share is inserted, else they are shown.
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

    /// Takes the text as it was edited elsewhere, where editors end it with a line feed.
    package mutating func replaceText(_ text: String) {
        var text = EditBuffer.withLineFeeds(text)
        while text.last == "\n" { text.removeLast() }
        buffer = EditBuffer(text)
    }

    /// What is to be shown.
    package func view(_ prompt: LinePrompt) -> EditorView {
        var prompt = prompt
        if let search { prompt.text = "(\(search.hasFailed ? "nothing found" : "search"): \(search.query)) " }
        return EditorView(prompt: prompt, text: buffer.text, cursor: buffer.cursor, candidates: candidates)
    }
}
