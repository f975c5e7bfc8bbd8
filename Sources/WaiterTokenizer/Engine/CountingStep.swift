/// Counts the tokens in pieces, processing the pieces in batches. Each piece is looked up in the cache and then in the
/// vocabulary. If both lookups fail, the piece is merged.
struct CountingStep: PieceStep {
    private let tables: VocabularyTables
    private let workspace: Workspace
    private let cache: PieceCache
    private let batch: UnsafeMutablePointer<Batch.Piece>
    private let missed: UnsafeMutablePointer<Int32>
    private let candidates: UnsafeMutablePointer<UInt32>
    private let lines: UnsafeMutablePointer<Batch.LongPiece>
    private let work: UnsafeMutablePointer<Batch.Work>
    private var pieces = 0
    private var longPieces = 0
    private var works = 0
    private(set) var tokens = 0
    /// The number of cache misses among pieces of at most 15 bytes.
    private(set) var misses = 0

    @inline(__always)
    init(tables: VocabularyTables, workspace: Workspace) {
        self.tables = tables
        self.workspace = workspace
        cache = workspace.cache
        batch = workspace.batch
        missed = workspace.missed
        candidates = workspace.ids
        lines = workspace.lines
        work = workspace.work
    }

    /// Whether the batch is too full to hold the pieces of another window.
    @inline(__always) var isFull: Bool { max(pieces, longPieces) > Batch.capacity &- PieceWindow<O200kRule>.width }

    @inline(__always)
    mutating func add(_ start: Bytes, count: Int) {
        if count <= PieceKey.longest {
            let key = PieceKey(start, count: count)
            let hash = key.hash
            prefetch(cache.set(hash))
            batch[pieces] = Batch.Piece(key: key, hash: hash, start: start)
            pieces &+= 1
        } else {
            addLong(start, count: count)
        }
    }

    @inline(never)
    private mutating func addLong(_ start: Bytes, count: Int) {
        if count <= PieceCache.longest {
            let hash = PieceLine(start, count: count).hash(count: count)
            let line = cache.lines + Int(truncatingIfNeeded: hash &>> cache.lineShift) &* 8
            prefetch(line)
            lines[longPieces] = Batch.LongPiece(start: start, line: line, count: count)
            longPieces &+= 1
        } else if count <= PieceCache.longestWide {
            let line = cache.wideLine(start, count: count)
            var found = cache.count(start, count: count, inWide: line)
            if found == 0 {
                found = countByItself(start, count: count)
                cache.remember(start, count: count, tokens: found, inWide: line)
            }
            tokens &+= found
        } else {
            tokens &+= countByItself(start, count: count)
        }
    }

    @inline(never)
    private func countByItself(_ start: Bytes, count: Int) -> Int {
        if tables.id(of: start, count: count) != VocabularyTables.none { return 1 }
        return workspace.longMerge.merge(start, count: count, tables)
    }

    @inline(never)
    mutating func run() {
        let missed = recall()
        misses &+= missed
        lookUp(missed)
        recallLines()
        pieces = 0
        longPieces = 0
        if works > Batch.workCapacity - 2 * Batch.capacity { merge() }
    }

    /// Processes the remaining pieces.
    mutating func finish() {
        run()
        merge()
    }

    /// Adds the cached counts and prefetches the vocabulary slots of the pieces that were not found.
    @inline(__always)
    private mutating func recall() -> Int {
        var misses = 0
        var sum = 0
        for index in 0..<pieces {
            let piece = batch[index]
            let count = cache.count(piece.key, piece.hash)
            sum &+= count
            if count == 0 {
                prefetch(tables.vocabulary.address(of: tables.vocabulary.place(hash: piece.hash)))
                missed[misses] = Int32(truncatingIfNeeded: index)
                misses &+= 1
            }
        }
        tokens &+= sum
        return misses
    }

    @inline(__always)
    private mutating func lookUp(_ misses: Int) {
        for index in 0..<misses {
            let place = tables.vocabulary.place(hash: batch[Int(missed[index])].hash)
            let candidate = tables.candidate(at: place)
            candidates[index] = candidate
            prefetch(tables.place(of: candidate))
        }
        for index in 0..<misses { tables.prefetchText(of: candidates[index]) }
        for index in 0..<misses {
            let piece = batch[Int(missed[index])]
            let candidate = candidates[index]
            if candidate != VocabularyTables.none, tables.isText(piece.key, of: candidate) {
                tokens &+= 1
                cache.remember(piece.key, piece.hash, count: 1)
            } else {
                work[works] = Batch.Work(
                    start: piece.start,
                    line: nil,
                    key: piece.key,
                    hash: piece.hash,
                    count: piece.key.count
                )
                works &+= 1
            }
        }
    }

    @inline(__always)
    private mutating func recallLines() {
        for index in 0..<longPieces {
            let piece = lines[index]
            let words = PieceLine(piece.start, count: piece.count)
            let count = words.count(in: piece.line, length: piece.count)
            tokens &+= count
            guard count == 0 else { continue }
            if tables.id(of: piece.start, count: piece.count) != VocabularyTables.none {
                tokens &+= 1
                words.store(in: piece.line, length: piece.count, count: 1)
            } else {
                work[works] = Batch.Work(
                    start: piece.start,
                    line: piece.line,
                    key: PieceKey(low: 0, high: 0),
                    hash: 0,
                    count: piece.count
                )
                works &+= 1
            }
        }
    }

    @inline(never)
    private mutating func merge() {
        let work = work
        let cache = cache
        var sum = 0
        workspace.groupMerge.merge(work, count: works, tables) { index, merged in
            let count = merged.count
            sum &+= count
            let item = work[index]
            if let line = item.line {
                PieceLine(item.start, count: item.count).store(in: line, length: item.count, count: count)
            } else {
                cache.remember(item.key, item.hash, count: count)
            }
        }
        tokens &+= sum
        works = 0
    }
}
