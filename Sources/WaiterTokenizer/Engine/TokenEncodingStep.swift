/// Encodes pieces in batches, preserving their order.
struct EncodingStep: PieceStep {
    private let tables: VocabularyTables
    private let workspace: Workspace
    private let batch: UnsafeMutablePointer<Batch.Piece>
    private let ids: UnsafeMutablePointer<UInt32>
    private let work: UnsafeMutablePointer<Batch.Work>
    private var pieces = 0
    private(set) var tokens: TokenBuffer

    @inline(__always)
    init(tables: VocabularyTables, workspace: Workspace) {
        self.tables = tables
        self.workspace = workspace
        batch = workspace.batch
        ids = workspace.ids
        work = workspace.work
        tokens = workspace.tokens
    }

    /// Whether the batch is too full to hold the pieces of another window.
    @inline(__always) var isFull: Bool { pieces > Batch.capacity &- PieceWindow<O200kRule>.width }

    @inline(__always)
    mutating func add(_ start: Bytes, count: Int) {
        if count <= PieceKey.longest {
            let key = PieceKey(start, count: count)
            let hash = key.hash
            prefetch(tables.vocabulary.address(of: tables.vocabulary.place(hash: hash)))
            batch[pieces] = Batch.Piece(key: key, hash: hash, start: start)
        } else {
            // An empty key marks a longer piece. For such a piece, the length is stored instead of the hash.
            let none = PieceKey(low: 0, high: 0)
            batch[pieces] = Batch.Piece(key: none, hash: UInt64(truncatingIfNeeded: count), start: start)
        }
        pieces &+= 1
    }

    @inline(never)
    mutating func run() {
        merge(lookUp())
        var works = 0
        for index in 0..<pieces {
            let id = ids[index]
            if id != VocabularyTables.none {
                tokens.append(id)
            } else if count(of: batch[index]) <= PieceCache.longest {
                let item = work[works]
                tokens.append(workspace.merged + Int(truncatingIfNeeded: item.hash), count: item.count)
                works &+= 1
            } else {
                let merged = workspace.longMerge.merge(batch[index].start, count: count(of: batch[index]), tables)
                tokens.append(workspace.longMerge.tokens, count: merged)
            }
        }
        pieces = 0
    }

    @inline(__always)
    private func count(of piece: Batch.Piece) -> Int {
        piece.key.high != 0 ? piece.key.count : Int(truncatingIfNeeded: piece.hash)
    }

    /// Looks up the pieces in the vocabulary and returns the number of pieces that have to be merged.
    @inline(__always)
    private func lookUp() -> Int {
        let none = VocabularyTables.none
        for index in 0..<pieces {
            let piece = batch[index]
            let isShort = piece.key.high != 0
            let candidate = isShort ? tables.candidate(at: tables.vocabulary.place(hash: piece.hash)) : none
            ids[index] = candidate
            prefetch(tables.place(of: candidate))
        }
        for index in 0..<pieces { tables.prefetchText(of: ids[index]) }
        var works = 0
        var place: UInt64 = 0
        for index in 0..<pieces {
            let piece = batch[index]
            let count = count(of: piece)
            var id = ids[index]
            if piece.key.high == 0 {
                id = tables.id(of: piece.start, count: count)
            } else if id != none, !tables.isText(piece.key, of: id) {
                id = none
            }
            ids[index] = id
            guard id == none, count <= PieceCache.longest else { continue }
            // From here on, the hash field holds the offset at which the tokens will be stored.
            work[works] = Batch.Work(start: piece.start, line: nil, key: piece.key, hash: place, count: count)
            place &+= UInt64(truncatingIfNeeded: count)
            works &+= 1
        }
        return works
    }

    @inline(never)
    private func merge(_ works: Int) {
        let work = work
        let target = workspace.merged
        // With so few pieces, interleaving is not worthwhile.
        if works < 8 {
            for index in 0..<works {
                let item = work[index]
                let merged = workspace.shortMerge.merge(item.start, count: item.count, tables)
                (target + Int(truncatingIfNeeded: item.hash)).update(from: workspace.shortMerge.ids, count: merged)
                work[index].count = merged
            }
            return
        }
        workspace.groupMerge.merge(work, count: works, tables) { index, merged in
            merged.copy(to: target + Int(truncatingIfNeeded: work[index].hash))
            work[index].count = merged.count
        }
    }
}
