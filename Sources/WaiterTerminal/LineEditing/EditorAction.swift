/// The action that an editor's driver performs after a key press.
package enum EditorAction: Hashable, Sendable {
    /// Redraw the text.
    case show
    /// The entry is complete.
    case submit(String)
    /// Ctrl-C was pressed.
    case interrupt(lineWasEmpty: Bool)
    /// Ctrl-D was pressed on an empty line.
    case end
    /// Look up completions and pass them to `complete(_:)`.
    case complete(textBeforeCursor: String)
    /// Open the text in an external editor and pass the result to `replaceText(_:)`.
    case openEditor(String)
    /// Clear the screen (Ctrl-L).
    case clearScreen
    /// Suspend the process (Ctrl-Z).
    case suspend
}
