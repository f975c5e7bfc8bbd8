/// The state that a line editor draws.
package struct EditorView: Hashable, Sendable {
    package var prompt: LinePrompt
    package var text: String
    /// The cursor's offset in the text, in UTF-8 bytes.
    package var cursor: Int
    /// The completion candidates listed below the entry.
    package var candidates: [String]

    package init(prompt: LinePrompt, text: String, cursor: Int, candidates: [String] = []) {
        self.prompt = prompt
        self.text = text
        self.cursor = cursor
        self.candidates = candidates
    }
}
