/// What an editor shows.
package struct EditorView: Hashable, Sendable {
    package var prompt: LinePrompt
    package var text: String
    /// The place of the cursor in the text, in bytes of UTF-8.
    package var cursor: Int
    /// Ways to go on, listed below.
    package var candidates: [String]

    package init(prompt: LinePrompt, text: String, cursor: Int, candidates: [String] = []) {
        self.prompt = prompt
        self.text = text
        self.cursor = cursor
        self.candidates = candidates
    }
}
