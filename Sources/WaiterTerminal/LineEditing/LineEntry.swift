/// How the reading of an entry ended.
package enum LineEntry: Hashable, Sendable {
    /// An entry, of one line or many, as it was typed and pasted.
    case text(String)
    /// Ctrl-C was pressed.
    case interrupted(lineWasEmpty: Bool)
    /// There is no more: Ctrl-D on an empty line, the end of a file, a terminal that has gone.
    case end
}
