/// A detector for one kind of key.
package protocol KeyDetector: Sendable {
    /// The bytes with which every match starts. There must be at least two.
    ///
    /// The scanner calls `match` only where these bytes occur.
    var lead: [UInt8] { get }
    /// Whether the letters in `lead` match regardless of case.
    var ignoresCase: Bool { get }

    /// Returns the key that starts at an offset, or `nil` if there is none.
    ///
    /// The cost of each call must be bounded by a constant, so that scanning takes linear time for any input.
    func match(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> KeyMatch?
}

extension KeyDetector {
    package var ignoresCase: Bool { false }

    /// Returns whether a word can start at an offset. A word cannot start in the middle of a compound such as
    /// `ask-for-task-force`.
    static func isWordStart(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        guard start > 0, ByteSet.base64URL.contains(byte: text[start - 1]) else { return true }
        let before = text[start - 1]
        if before == UInt8(ascii: "-") {
            // A minus sign that does not continue a word is allowed, because it marks removed lines in a diff.
            return start == 1 || !ByteSet.base64URL.contains(byte: text[start - 2])
        }
        // An escape sequence, such as \n in a string literal or %3D in a URL, does not continue a word.
        if start > 1, text[start - 2] == UInt8(ascii: "\\") {
            return [UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r")].contains(before)
        }
        return start > 2 && text[start - 3] == UInt8(ascii: "%")
    }
}
