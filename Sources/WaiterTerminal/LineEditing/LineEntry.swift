/// The outcome of reading an entry.
package enum LineEntry: Hashable, Sendable {
    /// An entry of one or more lines.
    case text(String)
    /// Ctrl-C was pressed.
    case interrupted(lineWasEmpty: Bool)
    /// End of input: Ctrl-D on an empty line, end of file, or a closed terminal.
    case end
}
