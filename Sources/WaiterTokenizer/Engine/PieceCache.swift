internal import WaiterPlatform

/// A fixed-size cache that maps pieces to token counts. New pieces evict older ones.
///
/// Pieces of at most 15 bytes are stored in two-way sets of 16-byte entries. An entry is the key of a piece, with the
/// token count in the top four bits. Longer pieces are stored in lines. A line contains the bytes of the piece,
/// followed by the length and the token count. Pieces of up to 56 bytes use 64-byte lines, and pieces of up to 120
/// bytes use 128-byte lines.
struct PieceCache {
    /// The size of a cache. A cache starts small so that short texts use little memory.
    enum Scale {
        /// 26 kB.
        case small
        /// 0.5 MB. Frequently used entries stay in the CPU caches.
        case medium
        /// 9 MB.
        case large

        /// The next larger scale, or `nil` for the largest.
        var larger: Scale? {
            switch self {
            case .small: .medium
            case .medium: .large
            case .large: nil
            }
        }

        /// The numbers of entries, lines and wide lines, as base-2 logarithms.
        fileprivate var bits: (entries: UInt64, lines: UInt64, wideLines: UInt64) {
            switch self {
            case .small: (10, 7, 4)
            case .medium: (14, 12, 8)
            case .large: (18, 16, 12)
            }
        }
    }

    let scale: Scale
    /// The number of pieces of at most 15 bytes that fit in the cache.
    let capacity: Int
    private let memory: UnsafeMutableRawPointer?
    let entries: UnsafeMutablePointer<UInt64>
    let lines: UnsafeMutablePointer<UInt64>
    private let wideLines: UnsafeMutableRawPointer
    private let wideShift: UInt64
    let entryShift: UInt64
    let lineShift: UInt64

    static var longest: Int { @inline(__always) get { 56 } }
    static var longestWide: Int { @inline(__always) get { 120 } }
    @inline(__always) static var keyBits: UInt64 { 0x0FFF_FFFF_FFFF_FFFF }

    init(scale: Scale) {
        self.scale = scale
        let (entryBits, lineBits, wideBits) = scale.bits
        capacity = 1 << Int(entryBits)
        let entrySize = 16 << Int(entryBits)
        let lineSize = 64 << Int(lineBits)
        let size = entrySize + lineSize + 128 << Int(wideBits)
        // The kernel zeroes pages on first access. A large cache requests huge pages, because its accesses are spread
        // over all of its memory.
        let alignment = scale == .large ? 1 << 21 : 64
        memory = calloc(size + alignment, 1)
        let base = memory ?? .allocate(byteCount: size + alignment, alignment: 64)
        let aligned = base.alignedUp(toMultipleOf: alignment)
        #if os(Linux)
            if scale == .large { madvise(aligned, size, MADV_HUGEPAGE) }
        #endif
        entries = aligned.assumingMemoryBound(to: UInt64.self)
        lines = (aligned + entrySize).assumingMemoryBound(to: UInt64.self)
        wideLines = aligned + entrySize + lineSize
        wideShift = 64 - wideBits
        entryShift = 64 - (entryBits - 1)
        lineShift = 64 - lineBits
    }

    func deallocate() {
        free(memory)
    }

    @inline(__always)
    func set(_ hash: UInt64) -> UnsafeMutablePointer<UInt64> {
        entries + Int(truncatingIfNeeded: hash &>> entryShift) &* 4
    }

    /// Returns the cached token count of a piece, or 0 if the piece is not cached.
    @inline(__always)
    func count(_ key: PieceKey, _ hash: UInt64) -> Int {
        let set = set(hash)
        let first = set[1]
        let second = set[3]
        let isFirst = (set[0] ^ key.low) | ((first & Self.keyBits) ^ key.high) == 0
        let isSecond = (set[2] ^ key.low) | ((second & Self.keyBits) ^ key.high) == 0
        let found = isFirst ? first : isSecond ? second : 0
        return Int(truncatingIfNeeded: found &>> 60)
    }

    @inline(__always)
    func remember(_ key: PieceKey, _ hash: UInt64, count: Int) {
        let set = set(hash)
        set[2] = set[0]
        set[3] = set[1]
        set[0] = key.low
        set[1] = key.high | UInt64(truncatingIfNeeded: count) &<< 60
    }

    /// Returns the wide line for a piece of 57 to 120 bytes.
    @inline(__always)
    func wideLine(_ start: Bytes, count: Int) -> UnsafeMutableRawPointer {
        var hash = UInt64(truncatingIfNeeded: count)
        var at = 0
        while at < count &- 16 {
            hash = PieceKey(low: load64(start + at) ^ hash, high: load64(start + (at &+ 8))).hash
            at &+= 16
        }
        hash = PieceKey(low: load64(start + (count &- 16)) ^ hash, high: load64(start + (count &- 8))).hash
        return wideLines + Int(truncatingIfNeeded: hash &>> wideShift) &* 128
    }

    /// Returns the token count in a wide line if the line holds the given piece, or 0 otherwise.
    @inline(__always)
    func count(_ start: Bytes, count: Int, inWide line: UnsafeMutableRawPointer) -> Int {
        let facts = line.load(fromByteOffset: 120, as: UInt64.self)
        guard Int(facts & 0xFFFF_FFFF) == count, memcmp(line, start, count) == 0 else { return 0 }
        return Int(facts &>> 32)
    }

    @inline(__always)
    func remember(_ start: Bytes, count: Int, tokens: Int, inWide line: UnsafeMutableRawPointer) {
        line.copyMemory(from: start, byteCount: count)
        line.storeBytes(of: UInt64(count) | UInt64(tokens) &<< 32, toByteOffset: 120, as: UInt64.self)
    }
}
