/// A list item.
struct ListItem: Equatable {
    /// The number of columns by which a line must be indented to belong to the item.
    var indentation: Int
    /// The bullet or the scalar after the number. A different mark starts a new list.
    let mark: Unicode.Scalar
    var number: Int?
    /// Whether the task is done, or `nil` if the item is not a task.
    var isDone: Bool?
    /// Whether the marker has been drawn.
    var isShown = false

    /// Returns the marker to draw at a nesting depth.
    func marker(depth: Int) -> [Cell] {
        let box = isDone.map { $0 ? "☑ " : "☐ " }
        if let number { return Cell.cells("\(number)\(mark) \(box ?? "")", .mark) }
        return Cell.cells(box ?? ["• ", "◦ ", "▪ "][depth % 3], .mark)
    }
}
