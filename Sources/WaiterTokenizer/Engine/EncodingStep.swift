/// The pieces of a batch in their order, until their tokens are made.
struct EncodingStep: PieceStep {
    private let tables: VocabularyTables
    private let workspace: Workspace
    private let batch: UnsafeMutablePointer<Batch.Piece>
    private var pieces = 0
    private(set) var tokens: TokenBuffer

    @inline(__always)
    init(tables: VocabularyTables, workspace: Workspace) {
        self.tables = tables
        self.workspace = workspace
        batch = workspace.batch
        tokens = workspace.tokens
    }

    /// Whether there is no room for the pieces of another window.
    @inline(__always) var isFull: Bool { pieces > Batch.capacity &- PieceWindow<O200kRule>.width }

    @inline(__always)
    mutating func add(_ start: Bytes, count: Int) {
        if count <= PieceKey.longest {
            let key = PieceKey(start, count: count)
            let hash = key.hash
            prefetch(tables.vocabulary.slots + tables.vocabulary.place(hash: hash).slot)
            batch[pieces] = Batch.Piece(key: key, hash: hash, start: start)
        } else {
            // A key of no length stands for a longer piece, whose length is in the place of the hash.
            let none = PieceKey(low: 0, high: 0)
            batch[pieces] = Batch.Piece(key: none, hash: UInt64(truncatingIfNeeded: count), start: start)
        }
        pieces &+= 1
    }

    @inline(never)
    mutating func run() {
        for index in 0..<pieces {
            let piece = batch[index]
            guard piece.key.high != 0 else {
                addLong(piece.start, count: Int(truncatingIfNeeded: piece.hash))
                continue
            }
            let id = tables.id(of: piece.key, at: tables.vocabulary.place(hash: piece.hash))
            if id != VocabularyTables.none {
                tokens.append(id)
            } else {
                merge(piece.start, count: piece.key.count)
            }
        }
        pieces = 0
    }

    @inline(never)
    private mutating func addLong(_ start: Bytes, count: Int) {
        let id = tables.id(of: start, count: count)
        if id != VocabularyTables.none {
            tokens.append(id)
        } else {
            merge(start, count: count)
        }
    }

    private mutating func merge(_ start: Bytes, count: Int) {
        if count <= ShortMerge.longest {
            let merged = workspace.shortMerge.merge(start, count: count, tables)
            tokens.append(workspace.shortMerge.ids, count: merged)
        } else {
            let merged = workspace.longMerge.merge(start, count: count, tables)
            tokens.append(workspace.longMerge.tokens, count: merged)
        }
    }
}
