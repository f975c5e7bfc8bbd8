/// Converts offsets to line numbers.
///
/// Offsets must not decrease. All conversions together therefore require only a single pass over the text.
package struct LineCounter {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var line = 1
    private var lineStart = 0

    package init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    /// Returns the line and column of an offset, both starting at 1. Offsets must not decrease.
    package mutating func place(of offset: Int) -> (line: Int, column: Int) {
        while position < offset {
            if text[position] == 0x0A {
                line += 1
                lineStart = position + 1
            }
            position += 1
        }
        return (line, offset - lineStart + 1)
    }
}
