internal import CWaiterTokenizer

/// The precomputed tables of a vocabulary, laid out by make_tables.py and mapped into memory with the executable.
///
/// `@unchecked Sendable`: the pointers refer to constants in the executable.
struct VocabularyTables: @unchecked Sendable {
    /// The bytes of all tokens in ID order, without gaps.
    private let text: Bytes
    /// The offset in `text` of each block of 256 IDs.
    private let bases: UnsafePointer<UInt32>
    /// The offsets of a block's tokens from the block's base, followed by the offset of the end. There are 257 offsets
    /// per block.
    private let offsets: UnsafePointer<UInt16>
    /// The start of each bucket of long tokens in `longEntries`. Within a bucket, longer tokens come first.
    let longStarts: UnsafePointer<UInt32>
    /// The ID of each long token, with the token's length in the top eight bits.
    let longEntries: UnsafePointer<UInt32>
    /// A map from the bytes of a token to its ID.
    let vocabulary: PerfectHash<ThreeByteSlot>
    /// A map from a pair of tokens to the ID of the token into which the pair is merged.
    let pairs: PerfectHash<FourByteSlot>
    /// A map from four bytes to a bit set of the lengths of tokens that start with these bytes. Bit 0 represents
    /// lengths above 15.
    let beginnings: PerfectHash<FourByteSlot>
    /// The two parts of each token. Each part takes 18 bits, and a pair takes five bytes. For a single-byte token, both
    /// parts are the token itself.
    private let splits: Bytes
    let single: UnsafePointer<UInt32>
    /// The token of each byte pair. The top bit is set if three-byte tokens start with the pair.
    let double: UnsafePointer<UInt32>
    /// The first ID outside the vocabulary. The limit is needed because r50k_base is a prefix of p50k_base and shares
    /// the tables of p50k_base.
    let limit: UInt32

    static var none: UInt32 { @inline(__always) get { 0x3FFFF } }

    private init(_ base: UnsafeRawPointer, limit: UInt32? = nil) {
        let header = base.assumingMemoryBound(to: UInt32.self)
        func section<T>(_ index: Int, as type: T.Type) -> UnsafePointer<T> {
            (base + Int(header[9 + index])).assumingMemoryBound(to: type)
        }
        bases = section(0, as: UInt32.self)
        offsets = section(1, as: UInt16.self)
        text = section(2, as: UInt8.self)
        longStarts = section(3, as: UInt32.self)
        longEntries = section(4, as: UInt32.self)
        vocabulary = PerfectHash(section(5, as: UInt16.self), section(6, as: UInt8.self), header[3], header[4])
        pairs = PerfectHash(section(7, as: UInt16.self), section(8, as: UInt8.self), header[5], header[6])
        splits = section(9, as: UInt8.self)
        single = section(10, as: UInt32.self)
        double = section(11, as: UInt32.self)
        beginnings = PerfectHash(section(12, as: UInt16.self), section(13, as: UInt8.self), header[7], header[8])
        self.limit = limit ?? header[2]
    }

    static let o200k = VocabularyTables(waiter_table_o200k())
    static let cl100k = VocabularyTables(waiter_table_cl100k())
    static let p50k = VocabularyTables(waiter_table_p50k())
    static let r50k = VocabularyTables(waiter_table_p50k(), limit: 50_256)
}

extension VocabularyTables {
    /// The address at which the offsets of a token are stored.
    @inline(__always)
    func place(of id: UInt32) -> UnsafePointer<UInt16> {
        offsets + Int(truncatingIfNeeded: id &+ id &>> 8)
    }

    /// The address of the bytes of a token. At least 16 bytes are readable.
    @inline(__always)
    func text(of id: UInt32) -> Bytes {
        text + Int(truncatingIfNeeded: bases[Int(truncatingIfNeeded: id &>> 8)] &+ UInt32(place(of: id)[0]))
    }

    /// Returns the byte length of a token, or 0 for an unassigned ID.
    @inline(__always)
    func length(of id: UInt32) -> Int {
        let place = place(of: id)
        return Int(place[1] &- place[0])
    }

    /// The address at which the parts of a token are stored.
    @inline(__always)
    func splitPlace(of id: UInt32) -> Bytes { splits + Int(truncatingIfNeeded: id) &* 5 }

    /// The parts of a token, with the first one in the low 18 bits.
    @inline(__always)
    func split(of id: UInt32) -> UInt64 { load64(splitPlace(of: id)) & 0xF_FFFF_FFFF }

    /// The parts of a token.
    @inline(__always)
    func parts(of id: UInt32) -> (first: UInt32, second: UInt32) {
        let split = split(of: id)
        return (UInt32(truncatingIfNeeded: split) & Self.none, UInt32(truncatingIfNeeded: split &>> 18))
    }

    /// Returns whether a token consists of the given parts.
    @inline(__always)
    func consists(_ id: UInt32, of first: UInt32, _ second: UInt32) -> Bool {
        split(of: id) == UInt64(first) | UInt64(second) &<< 18
    }
}
