/// The outcome of reading an entry.
package enum LineEntry: Hashable, Sendable {
    /// An entry of one or more lines.
    case text(String)
    /// Ctrl-C was pressed.
    case interrupted(lineWasEmpty: Bool)
    /// The input ended. Ctrl-D was pressed on an empty line, the end of the file was reached, or the terminal was
    /// closed.
    case end
}
