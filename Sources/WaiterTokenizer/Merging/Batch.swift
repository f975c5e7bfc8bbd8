/// Many pieces go through each step together, so that the loads of one step overlap.
enum Batch {
    static var capacity: Int { @inline(__always) get { 512 } }
    /// Pieces to be merged wait until there are many of them.
    static var workCapacity: Int { @inline(__always) get { 2048 } }

    /// A piece of at most 15 bytes.
    struct Piece {
        var key: PieceKey
        var hash: UInt64
        var start: Bytes
    }

    /// A piece of 16 to 56 bytes, and its line in the cache.
    struct LongPiece {
        var start: Bytes
        var line: UnsafeMutablePointer<UInt64>
        var count: Int
    }

    /// A piece that is not a token and must be merged.
    struct Work {
        var start: Bytes
        /// Where its count is to be kept, if anywhere.
        var line: UnsafeMutablePointer<UInt64>?
        /// Set when it is at most 15 bytes long.
        var key: PieceKey
        var hash: UInt64
        var count: Int
    }
}
