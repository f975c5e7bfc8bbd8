import WaiterTerminal

/// Types into an editor without a terminal.
struct Typist {
    var state: EditorState
    private var decoder = KeyDecoder()
    /// The editor's requests other than drawing.
    private(set) var actions: [EditorAction] = []

    init(history: [String] = []) {
        state = EditorState(history: history)
    }

    /// The text with a bar at the cursor.
    var shown: String {
        let text = state.buffer.text
        return state.buffer.textBeforeCursor + "|" + text.dropFirst(state.buffer.textBeforeCursor.count)
    }

    mutating func type(_ bytes: some Sequence<UInt8>) {
        for key in decoder.feed(bytes) { press(key) }
    }

    mutating func type(_ text: String) { type(text.utf8) }

    mutating func press(_ key: EditorKey) {
        let action = state.handle(key)
        if action != .show { actions.append(action) }
    }

    /// Returns the editor's display after keys.
    static func shown(_ keys: String, history: [String] = []) -> String {
        var typist = Typist(history: history)
        typist.type(keys)
        return typist.shown
    }
}

/// The byte sequences of keys.
enum Sent {
    static let up = "\u{1B}[A"
    static let down = "\u{1B}[B"
    static let right = "\u{1B}[C"
    static let left = "\u{1B}[D"
    static let home = "\u{1B}[H"
    static let end = "\u{1B}[F"
    static let delete = "\u{1B}[3~"
    static let backspace = "\u{7F}"
    static let altEnter = "\u{1B}\r"

    static func ctrl(_ letter: Character) -> String {
        String(Unicode.Scalar((letter.asciiValue ?? 0) & 0x1F))
    }

    static func alt(_ key: String) -> String { "\u{1B}" + key }

    static func paste(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }
}
