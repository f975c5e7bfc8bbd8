/// The previous entries, oldest first, optionally backed by a file that is shared between processes.
package struct History: Sendable {
    /// The default maximum number of entries.
    package static let limit = 10_000

    package private(set) var entries: [String]
    /// An explanation of why the file is not used and how to fix the problem. The value is `nil` if no other user owns
    /// or can modify the file or its directory.
    package let distrust: String?
    private let file: HistoryFile?
    private let limit: Int

    /// Loads the entries from a file. A missing or unreadable file yields no entries.
    ///
    /// - Parameters:
    ///   - path: The path of the file, or `nil` to keep the entries only in memory. The file is created when the first
    ///     entry is added.
    ///   - limit: The maximum number of entries.
    package init(path: String?, limit: Int = History.limit) {
        self.limit = limit
        file = path.map { HistoryFile(path: $0, limit: limit) }
        distrust = file?.distrust
        entries = file?.load() ?? []
    }

    /// Adds an entry unless it is blank, starts with a space, or repeats the last entry.
    ///
    /// If the file cannot be written, the entry is kept only in memory and no error is reported.
    package mutating func add(_ entry: String) {
        guard entry.first != " ", !entry.allSatisfy(\.isWhitespace), entry != entries.last else { return }
        entries.append(entry)
        if entries.count > limit { entries.removeFirst(entries.count - limit) }
        file?.append(entry)
    }
}
