/// An incremental search through the history.
package struct HistorySearch: Sendable {
    /// The search text.
    package private(set) var query = ""
    /// Whether the last search failed to find a match. If so, the previous match stays selected.
    package private(set) var hasFailed = false
    /// The text being edited when the search started.
    let original: EditBuffer
    /// The index of the matching entry and the range of the query in that entry.
    private(set) var found: (index: Int, range: Range<String.Index>)?

    init(from original: EditBuffer) {
        self.original = original
    }

    mutating func append(_ text: String, in entries: [String]) {
        query += text
        find(in: entries, from: found?.index ?? entries.count - 1, to: 0, by: -1)
    }

    /// Removes the last character of the query and searches again from the newest entry.
    mutating func shorten(in entries: [String]) {
        if !query.isEmpty { query.removeLast() }
        found = nil
        hasFailed = false
        find(in: entries, from: entries.count - 1, to: 0, by: -1)
    }

    mutating func findOlder(in entries: [String]) {
        find(in: entries, from: found.map { $0.index - 1 } ?? entries.count - 1, to: 0, by: -1)
    }

    mutating func findNewer(in entries: [String]) {
        guard let start = found?.index else { return }
        find(in: entries, from: start + 1, to: entries.count - 1, by: 1)
    }

    private mutating func find(in entries: [String], from start: Int, to end: Int, by step: Int) {
        guard !query.isEmpty else { return }
        // Skips entries that are identical to the entry shown, because showing one would make the key appear to do
        // nothing.
        let shown = found.flatMap { $0.index == start ? nil : entries[$0.index] }
        for index in stride(from: start, through: end, by: step) where entries[index] != shown {
            guard let range = entries[index].lastRange(of: query) else { continue }
            found = (index, range)
            hasFailed = false
            return
        }
        hasFailed = true
    }
}

extension String {
    /// Returns the range of the last occurrence of a string. An occurrence must start and end on a character boundary.
    fileprivate func lastRange(of text: String) -> Range<String.Index>? {
        let (own, sought) = (Array(utf8), Array(text.utf8))
        guard !sought.isEmpty, own.count >= sought.count else { return nil }
        for start in stride(from: own.count - sought.count, through: 0, by: -1)
        where own[start] == sought[0] && own[start..<start + sought.count] == sought[...] {
            let lower = utf8.index(startIndex, offsetBy: start)
            let upper = utf8.index(lower, offsetBy: sought.count)
            if Index(lower, within: self) != nil, Index(upper, within: self) != nil { return lower..<upper }
        }
        return nil
    }
}
