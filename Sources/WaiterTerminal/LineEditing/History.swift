/// Past entries, the oldest first, which other processes see as well if there is a file.
package struct History: Sendable {
    /// How many entries are kept.
    package static let limit = 10_000

    package private(set) var entries: [String]
    private let file: HistoryFile?
    private let limit: Int

    /// Reads what a file holds; one that is missing or cannot be read is empty.
    ///
    /// - Parameter path: The file, made at the first entry; nil to keep entries in memory only.
    package init(path: String?, limit: Int = History.limit) {
        self.limit = limit
        file = path.map { HistoryFile(path: $0, limit: limit) }
        entries = file?.load() ?? []
    }

    /// Adds an entry, unless it is blank, begins with a space, or is the last one again.
    ///
    /// Nothing is said when the file cannot be written: the entry is then kept in memory only.
    package mutating func add(_ entry: String) {
        guard entry.first != " ", !entry.allSatisfy(\.isWhitespace), entry != entries.last else { return }
        entries.append(entry)
        if entries.count > limit { entries.removeFirst(entries.count - limit) }
        file?.append(entry)
    }
}
