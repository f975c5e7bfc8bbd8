internal import WaiterPlatform

/// The per-thread state for counting and encoding: a cache and scratch space.
///
/// `@unchecked Sendable`: `WorkspacePool` lends a workspace to one call at a time.
final class Workspace: @unchecked Sendable {
    let batch = UnsafeMutablePointer<Batch.Piece>.allocate(capacity: Batch.capacity)
    let missed = UnsafeMutablePointer<Int32>.allocate(capacity: Batch.capacity)
    let lines = UnsafeMutablePointer<Batch.LongPiece>.allocate(capacity: Batch.capacity)
    let work = UnsafeMutablePointer<Batch.Work>.allocate(capacity: Batch.workCapacity)
    /// The token of each piece and the tokens of merged pieces.
    let ids = UnsafeMutablePointer<UInt32>.allocate(capacity: Batch.capacity)
    let merged = UnsafeMutablePointer<UInt32>.allocate(capacity: Batch.capacity * PieceCache.longest)
    let shortMerge = ShortMerge()
    let groupMerge = GroupMerge()
    let longMerge = LongMerge()
    var cache = PieceCache(scale: .small)
    var tokens = TokenBuffer()
    /// A copy of the text, or of the end of a long text, followed by padding that can be read safely.
    private(set) var padded = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 12)
    private var paddedCapacity = 1 << 12
    /// The number of cache misses since the cache last grew.
    private var misses = 0

    /// The number of bytes that must be readable after a piece.
    static var padding: Int { 64 }
    /// The maximum length of text that is copied in full.
    static var copied: Int { 2048 }

    deinit {
        batch.deallocate()
        missed.deallocate()
        lines.deallocate()
        work.deallocate()
        padded.deallocate()
        shortMerge.deallocate()
        ids.deallocate()
        merged.deallocate()
        groupMerge.deallocate()
        longMerge.deallocate()
        cache.deallocate()
        tokens.deallocate()
    }

    /// Returns a zero-padded copy of the bytes.
    @inline(__always)
    func pad(_ start: Bytes, count: Int) -> Bytes {
        if count + Self.padding > paddedCapacity { growPadded(count + Self.padding) }
        padded.update(from: start, count: count)
        memset(padded + count, 0, Self.padding)
        return UnsafePointer(padded)
    }

    @inline(never)
    private func growPadded(_ count: Int) {
        padded.deallocate()
        paddedCapacity = count
        padded = .allocate(capacity: count)
    }

    /// Releases the extra memory that was allocated for an unusually long piece.
    func finish() {
        if paddedCapacity > 1 << 16 {
            paddedCapacity = 1 << 12
            padded.deallocate()
            padded = .allocate(capacity: paddedCapacity)
            longMerge.shrink()
        }
    }

    /// Records cache misses and enlarges the cache when the number of misses exceeds its capacity.
    @inline(__always)
    func note(misses count: Int) {
        misses &+= count
        if misses > cache.capacity, let larger = cache.scale.larger { growCache(larger) }
    }

    /// Enlarges the cache before a large text is processed.
    @inline(__always)
    func prepare(_ count: Int) {
        if count > 1 << 17, cache.scale != .large { growCache(.large) }
    }

    @inline(never)
    private func growCache(_ scale: PieceCache.Scale) {
        cache.deallocate()
        cache = PieceCache(scale: scale)
        misses = 0
    }
}
