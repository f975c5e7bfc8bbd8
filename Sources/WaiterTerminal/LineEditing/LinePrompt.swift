/// The prompt for an entry.
package struct LinePrompt: Hashable, Sendable {
    /// The text before the first line, including the trailing space.
    package var text: String
    /// The text before each subsequent line.
    package var continuation: String
    /// The SGR parameters for both parts, such as `1;34`, or an empty string for no style.
    package var style: String

    package init(_ text: String, continuation: String = ". ", style: String = "") {
        self.text = text
        self.continuation = continuation
        self.style = style
    }
}
