internal import CWaiterTokenizer

/// The ready tables of a vocabulary in the layout of make_tables.py: mapped with the executable, never built.
///
/// `@unchecked Sendable`: the pointers lead to constants of the executable.
struct VocabularyTables: @unchecked Sendable {
    /// Two words for each id: the token as `PieceKey`; for longer ones its place in `longText` and its length.
    let keys: UnsafePointer<UInt64>
    let longText: Bytes
    /// Where the long tokens of a bucket begin in `longEntries`; the longest of a bucket comes first.
    let longStarts: UnsafePointer<UInt32>
    /// An id, and in the highest eight bits its length.
    let longEntries: UnsafePointer<UInt32>
    /// From a token's bytes to its id.
    let vocabulary: PerfectHash
    /// From two tokens to the id they merge to.
    let pairs: PerfectHash
    /// From four bytes to the lengths of tokens that begin with them, a bit each; bit 0 stands for more than 15.
    let beginnings: PerfectHash
    /// The two parts of each token; of a single byte the token itself.
    let splits: UnsafePointer<(UInt32, UInt32)>
    let single: UnsafePointer<UInt32>
    /// For two bytes their token, and in the highest bit whether tokens of three bytes begin with them.
    let double: UnsafePointer<UInt32>
    /// Ids from here on do not belong to the vocabulary: r50k_base is the beginning of p50k_base.
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
