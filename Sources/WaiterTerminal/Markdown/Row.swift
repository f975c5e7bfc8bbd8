/// A row of the terminal.
struct Row: Equatable {
    var cells: [Cell]
    /// Whether the terminal itself wraps the previous row onto this row. If so, both rows are copied as one line.
    var continuesLine = false
}
