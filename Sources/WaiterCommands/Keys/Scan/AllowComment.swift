/// The comment that marks a key in a file as intentional.
package enum AllowComment {
    package static let text = "waiter:allow"

    private static let bytes = Array(text.utf8)
    /// The maximum distance between the comment and the key, in bytes. The distance is limited because lines in
    /// generated files can be very long.
    private static let reach = 500

    /// Returns whether the comment is on the key's line or on the line before it. Formats such as PEM do not allow
    /// comments on the key's line.
    package static func covers(_ key: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = key.lowerBound
        var lineFeeds = 0
        while start > 0, key.lowerBound - start < reach {
            if text[start - 1] == 0x0A { lineFeeds += 1 }
            if lineFeeds == 2 { break }
            start -= 1
        }
        var end = key.upperBound
        while end < text.count, end - key.upperBound < reach, text[end] != 0x0A { end += 1 }
        guard end - start >= bytes.count else { return false }
        return (start...end - bytes.count).contains { place in
            text[place] == bytes[0] && bytes.indices.allSatisfy { text[place + $0] == bytes[$0] }
        }
    }
}
