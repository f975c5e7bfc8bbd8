/// A block that contains other blocks.
enum Container: Equatable {
    case quote
    case item(ListItem)

    var isItem: Bool {
        if case .item = self { true } else { false }
    }

    /// Whether the container is a list item whose marker has not been drawn yet.
    var awaitsMarker: Bool {
        if case .item(let item) = self { !item.isShown } else { false }
    }

    mutating func markShown() {
        guard case .item(var item) = self else { return }
        item.isShown = true
        self = .item(item)
    }
}
