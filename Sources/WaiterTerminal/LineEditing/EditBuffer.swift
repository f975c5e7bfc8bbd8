/// A string with a cursor that is always on a grapheme cluster boundary.
package struct EditBuffer: Hashable, Sendable {
    package private(set) var text: String
    /// The cursor's offset in UTF-8 bytes.
    package private(set) var cursor: Int

    /// Creates a buffer with the cursor at the end of the text.
    package init(_ text: String = "") {
        self.text = Self.withLineFeeds(text)
        self.text.makeContiguousUTF8()
        cursor = self.text.utf8.count
    }

    package var isEmpty: Bool { text.isEmpty }
    package var textBeforeCursor: String { String(text[..<place]) }

    /// The index of the cursor.
    var place: String.Index { text.utf8.index(text.startIndex, offsetBy: cursor) }

    /// The start of the line that contains the cursor.
    var lineStart: String.Index {
        text[..<place].lastIndex(of: "\n").map { text.index(after: $0) } ?? text.startIndex
    }

    /// The end of the line that contains the cursor, before its line feed.
    var lineEnd: String.Index { text[place...].firstIndex(of: "\n") ?? text.endIndex }

    mutating func move(to index: String.Index) {
        cursor = text.utf8.distance(from: text.startIndex, to: index)
    }

    /// Inserts text at the cursor and moves the cursor to the end of the inserted text.
    package mutating func insert(_ inserted: String) {
        replace(place..<place, with: Self.withLineFeeds(inserted))
    }

    /// Deletes the text between the cursor and another index.
    ///
    /// - Returns: The deleted text.
    @discardableResult
    mutating func delete(to index: String.Index) -> String {
        let range = min(index, place)..<max(index, place)
        let deleted = String(text[range])
        replace(range, with: "")
        return deleted
    }

    /// Replaces a range and moves the cursor to the end of the replacement.
    mutating func replace(_ range: Range<String.Index>, with replacement: String) {
        let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        text.replaceSubrange(range, with: replacement)
        text.makeContiguousUTF8()
        cursor = start + replacement.utf8.count
        keepWhole()
    }

    /// Moves the cursor to the end of the grapheme cluster that contains the cursor. An edit can join the characters
    /// before and after the cursor into one cluster.
    private mutating func keepWhole() {
        var index = place
        while index < text.endIndex, String.Index(index, within: text) == nil {
            index = text.unicodeScalars.index(after: index)
        }
        move(to: index)
    }

    /// Returns the text with each CR LF and each lone CR replaced by a line feed.
    static func withLineFeeds(_ text: String) -> String {
        guard text.utf8.contains(0x0D) else { return text }
        var bytes: [UInt8] = []
        var isAfterReturn = false
        for byte in text.utf8 {
            if byte == 0x0D {
                bytes.append(0x0A)
            } else if byte != 0x0A || !isAfterReturn {
                bytes.append(byte)
            }
            isAfterReturn = byte == 0x0D
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
