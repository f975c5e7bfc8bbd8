/// Walks through past entries, and back to the unfinished one.
struct HistoryBrowser: Sendable {
    let entries: [String]
    /// The entry that is shown; past the last one is the unfinished text.
    private var index: Int
    private var draft = ""

    init(_ entries: [String]) {
        self.entries = entries
        index = entries.count
    }

    /// The entry before the one that is shown.
    ///
    /// - Parameter text: What is shown, which is kept if it is the unfinished text.
    mutating func older(than text: String) -> String? {
        guard index > 0 else { return nil }
        if index == entries.count { draft = text }
        index -= 1
        return entries[index]
    }

    /// The entry after the one that is shown, and at last the unfinished text.
    mutating func newer() -> String? {
        guard index < entries.count else { return nil }
        index += 1
        return index == entries.count ? draft : entries[index]
    }

    /// Goes to an entry that a search has found.
    mutating func jump(to found: Int, from text: String) {
        if index == entries.count { draft = text }
        index = found
    }
}
