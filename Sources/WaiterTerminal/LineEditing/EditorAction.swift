/// What the driver of an editor has to do after a key.
package enum EditorAction: Hashable, Sendable {
    /// Nothing, but to show the text.
    case show
    /// The entry is complete.
    case submit(String)
    /// Ctrl-C.
    case interrupt(lineWasEmpty: Bool)
    /// Ctrl-D without a text.
    case end
    /// Find out how the text may go on, and tell the editor with `complete(_:)`.
    case complete(textBeforeCursor: String)
    /// Let the user edit the text elsewhere, and give the result to `replaceText(_:)`.
    case openEditor(String)
    /// Clear the screen.
    case clearScreen
    /// Stop the process, as Ctrl-Z asks.
    case suspend
}
