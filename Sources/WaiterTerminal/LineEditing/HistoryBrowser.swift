/// A position in the history. It starts at the unfinished entry, which comes after the last stored entry.
struct HistoryBrowser: Sendable {
    let entries: [String]
    /// The index of the shown entry, or `entries.count` for the unfinished text.
    private var index: Int
    private var draft = ""

    init(_ entries: [String]) {
        self.entries = entries
        index = entries.count
    }

    /// Moves to the previous entry.
    ///
    /// - Parameter text: The current text, which is saved if it is the unfinished entry.
    /// - Returns: The entry, or `nil` if the oldest entry is already shown.
    mutating func older(than text: String) -> String? {
        guard index > 0 else { return nil }
        if index == entries.count { draft = text }
        index -= 1
        return entries[index]
    }

    /// Moves to the next entry. After the last stored entry, moves back to the unfinished text.
    mutating func newer() -> String? {
        guard index < entries.count else { return nil }
        index += 1
        return index == entries.count ? draft : entries[index]
    }

    /// Moves to an entry that a search has found.
    mutating func jump(to found: Int, from text: String) {
        if index == entries.count { draft = text }
        index = found
    }
}
