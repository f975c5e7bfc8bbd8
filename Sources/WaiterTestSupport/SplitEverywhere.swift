/// Functions that split a byte stream into chunks. Tests use them to verify that a result does not depend on chunk
/// boundaries.
public enum SplitEverywhere {
    /// Returns every possible split into two chunks, and the split into single bytes.
    public static func twoPieces(_ bytes: [UInt8]) -> [[[UInt8]]] {
        (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] } + [bytes.map { [$0] }]
    }

    /// Returns a random split into chunks of at most `longest` bytes.
    public static func random(_ bytes: [UInt8], longest: Int, using random: inout SeededRandom) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...longest, using: &random))
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        return pieces
    }
}
