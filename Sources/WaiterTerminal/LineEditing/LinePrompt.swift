/// What stands before an entry while it is typed.
package struct LinePrompt: Hashable, Sendable {
    /// What stands before the first line, with the space behind it.
    package var text: String
    /// What stands before further lines.
    package var continuation: String
    /// The parameters of the escape sequence that colours both, such as `1;34`; empty for none.
    package var style: String

    package init(_ text: String, continuation: String = ". ", style: String = "") {
        self.text = text
        self.continuation = continuation
        self.style = style
    }
}
