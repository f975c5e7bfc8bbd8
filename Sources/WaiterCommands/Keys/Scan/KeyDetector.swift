/// Knows one form in which a key stands in a text.
package protocol KeyDetector: Sendable {
    /// The bytes with which it begins, at least two; the scanner asks at no other place.
    var lead: [UInt8] { get }
    /// Whether the lead's letters may be capital or small.
    var ignoresCase: Bool { get }

    /// The key that stands at a place, or nil.
    ///
    /// The cost of a call is bounded by a constant, so that scanning is linear whatever a file holds.
    func match(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> KeyMatch?
}

extension KeyDetector {
    package var ignoresCase: Bool { false }

    /// Whether a word can begin at a place: not within a word or a row of words such as `ask-for-task-force`.
    static func isWordStart(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        guard start > 0, ByteSet.base64URL.contains(byte: text[start - 1]) else { return true }
        let before = text[start - 1]
        if before == UInt8(ascii: "-") {
            // The minus of a removed line.
            return start == 1 || !ByteSet.base64URL.contains(byte: text[start - 2])
        }
        // The n of \n in quoted text, and the 3D of %3D in an address, end no word.
        if start > 1, text[start - 2] == UInt8(ascii: "\\") {
            return [UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r")].contains(before)
        }
        return start > 2 && text[start - 3] == UInt8(ascii: "%")
    }
}
