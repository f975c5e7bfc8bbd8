internal import CWaiterTokenizer

/// The precomputed tables of a vocabulary in the layout of make_tables.py, mapped with the executable.
///
/// `@unchecked Sendable`: the pointers refer to constants in the executable.
struct VocabularyTables: @unchecked Sendable {
    /// Two words per ID: the token as a `PieceKey`, or its offset in `longText` and its length if it is longer.
    let keys: UnsafePointer<UInt64>
    let longText: Bytes
    /// The start of each bucket of long tokens in `longEntries`; the longest token of a bucket comes first.
    let longStarts: UnsafePointer<UInt32>
    /// The ID, with the length in the top eight bits.
    let longEntries: UnsafePointer<UInt32>
    /// A map from the bytes of a token to its ID.
    let vocabulary: PerfectHash
    /// A map from two tokens to the ID they merge to.
    let pairs: PerfectHash
    /// A map from four bytes to a bit set of the lengths of tokens that start with them; bit 0 means more than 15.
    let beginnings: PerfectHash
    /// The two parts of each token; a single byte maps to itself.
    let splits: UnsafePointer<(UInt32, UInt32)>
    let single: UnsafePointer<UInt32>
    /// The token of each byte pair; the top bit is set if three-byte tokens start with the pair.
    let double: UnsafePointer<UInt32>
    /// The first ID outside the vocabulary: r50k_base is a prefix of p50k_base.
    let limit: UInt32

    static var none: UInt32 { @inline(__always) get { 0x3FFFF } }

    private init(_ base: UnsafeRawPointer, limit: UInt32? = nil) {
        let header = base.assumingMemoryBound(to: UInt32.self)
        func section<T>(_ index: Int, as type: T.Type) -> UnsafePointer<T> {
            (base + Int(header[9 + index])).assumingMemoryBound(to: type)
        }
        keys = section(0, as: UInt64.self)
        longText = section(1, as: UInt8.self)
        longStarts = section(2, as: UInt32.self)
        longEntries = section(3, as: UInt32.self)
        vocabulary = PerfectHash(section(4, as: UInt16.self), section(5, as: UInt32.self), header[3], header[4])
        pairs = PerfectHash(section(6, as: UInt16.self), section(7, as: UInt32.self), header[5], header[6])
        beginnings = PerfectHash(section(11, as: UInt16.self), section(12, as: UInt32.self), header[7], header[8])
        splits = section(8, as: (UInt32, UInt32).self)
        single = section(9, as: UInt32.self)
        double = section(10, as: UInt32.self)
        self.limit = limit ?? header[2]
    }

    static let o200k = VocabularyTables(waiter_table_o200k())
    static let cl100k = VocabularyTables(waiter_table_cl100k())
    static let p50k = VocabularyTables(waiter_table_p50k())
    static let r50k = VocabularyTables(waiter_table_p50k(), limit: 50_256)
}
