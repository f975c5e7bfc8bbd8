/// A row of the terminal.
struct Row: Equatable {
    var cells: [Cell]
    /// Whether the terminal itself wraps from the previous row to this one. If so, both are copied as one line.
    var continuesLine = false
}
