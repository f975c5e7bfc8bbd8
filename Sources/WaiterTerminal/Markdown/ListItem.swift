/// An item of a list.
struct ListItem: Equatable {
    /// The columns of space that a line needs to belong to the item.
    var indentation: Int
    /// The bullet, or what follows the number; another one begins another list.
    let mark: Unicode.Scalar
    var number: Int?
    /// Whether the task is done, if the item is a task.
    var isDone: Bool?
    /// Whether its marker stands on a row.
    var isShown = false

    /// The marker as it is shown, in a list at some depth.
    func marker(depth: Int) -> [Cell] {
        let box = isDone.map { $0 ? "☑ " : "☐ " }
        if let number { return Cell.cells("\(number)\(mark) \(box ?? "")", .mark) }
        return Cell.cells(box ?? ["• ", "◦ ", "▪ "][depth % 3], .mark)
    }
}
