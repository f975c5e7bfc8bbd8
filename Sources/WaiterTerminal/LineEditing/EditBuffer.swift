/// A text and a place in it, always between two characters as a reader sees them.
package struct EditBuffer: Hashable, Sendable {
    package private(set) var text: String
    /// The place, in bytes of UTF-8.
    package private(set) var cursor: Int

    /// A text with the cursor at its end.
    package init(_ text: String = "") {
        self.text = Self.withLineFeeds(text)
        self.text.makeContiguousUTF8()
        cursor = self.text.utf8.count
    }

    package var isEmpty: Bool { text.isEmpty }
    package var textBeforeCursor: String { String(text[..<place]) }

    /// Where the cursor is.
    var place: String.Index { text.utf8.index(text.startIndex, offsetBy: cursor) }

    /// Where the line with the cursor begins.
    var lineStart: String.Index {
        text[..<place].lastIndex(of: "\n").map { text.index(after: $0) } ?? text.startIndex
    }

    /// Where the line with the cursor ends, before its line feed.
    var lineEnd: String.Index { text[place...].firstIndex(of: "\n") ?? text.endIndex }

    mutating func move(to index: String.Index) {
        cursor = text.utf8.distance(from: text.startIndex, to: index)
    }

    /// Inserts at the cursor, which then stands behind it.
    package mutating func insert(_ inserted: String) {
        replace(place..<place, with: Self.withLineFeeds(inserted))
    }

    /// Takes the text between the cursor and another place away.
    ///
    /// - Returns: What was there.
    @discardableResult
    mutating func delete(to index: String.Index) -> String {
        let range = min(index, place)..<max(index, place)
        let deleted = String(text[range])
        replace(range, with: "")
        return deleted
    }

    /// Puts something in place of a part; the cursor then stands behind it.
    mutating func replace(_ range: Range<String.Index>, with replacement: String) {
        let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        text.replaceSubrange(range, with: replacement)
        text.makeContiguousUTF8()
        cursor = start + replacement.utf8.count
        keepWhole()
    }

    /// Moves the cursor out of a character that an edit made of several.
    private mutating func keepWhole() {
        var index = place
        while index < text.endIndex, String.Index(index, within: text) == nil {
            index = text.unicodeScalars.index(after: index)
        }
        move(to: index)
    }

    /// The text with a line feed for each carriage return, with or without a line feed behind it.
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
