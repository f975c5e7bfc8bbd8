/// A batch of pieces that pass through each step together so that their memory accesses overlap.
enum Batch {
    static var capacity: Int { @inline(__always) get { 512 } }
    /// The number of pieces that are collected before they are merged.
    static var workCapacity: Int { @inline(__always) get { 2048 } }

    /// A piece of at most 15 bytes.
    struct Piece {
        var key: PieceKey
        var hash: UInt64
        var start: Bytes
    }

    /// A piece of 16 to 56 bytes, with its line in the cache.
    struct LongPiece {
        var start: Bytes
        var line: UnsafeMutablePointer<UInt64>
        var count: Int
    }

    /// A piece that is not itself a token and has to be merged.
    struct Work {
        var start: Bytes
        /// The cache line in which to store the count, or `nil` if the piece has no cache line.
        var line: UnsafeMutablePointer<UInt64>?
        /// The key, for pieces of at most 15 bytes.
        var key: PieceKey
        var hash: UInt64
        var count: Int
    }
}
