/// Ways to cut a byte stream into pieces, for tests that a reader does not care how.
public enum SplitEverywhere {
    /// Each cut into two pieces, and the cut into single bytes.
    public static func twoPieces(_ bytes: [UInt8]) -> [[[UInt8]]] {
        (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] } + [bytes.map { [$0] }]
    }

    /// A random cut into pieces of up to so many bytes.
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
