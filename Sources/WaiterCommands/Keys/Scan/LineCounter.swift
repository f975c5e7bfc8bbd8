/// Counts the lines of a text up to places that only move forward, so that all of them together cost one pass.
package struct LineCounter {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var line = 1
    private var lineStart = 0

    package init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    /// Line and column of an offset, both from 1; offsets must not go back.
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
