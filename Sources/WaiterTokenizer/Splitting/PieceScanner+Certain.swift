extension PieceScanner {
    /// The pieces of a text that goes on, up to the first of which it is not certain where it ends.
    func certainPieces() -> CertainPieces {
        var pieces = CertainPieces(settled: 0, blanks: [], end: 0, run: .space, from: 0)
        while pieces.end < count {
            (pieces.run, pieces.from) = beginning(of: pieces.end)
            let end = end(of: pieces.end)
            // What was looked at: after a word upper case, after white space more of it, then a contraction at most.
            var seen = end
            while seen < count {
                let (kind, length) = character(seen)
                guard pieces.run == .word ? kind == .upper : pieces.run == .space && kind.isSpace else { break }
                seen += length
            }
            if seen + 8 > count { break }
            pieces.end = end
            if pieces.run == .space {
                pieces.blanks.append(end)
            } else {
                pieces.settled = end
                pieces.blanks.removeAll(keepingCapacity: true)
            }
        }
        return pieces
    }
}

/// Pieces that have the same ends whatever follows them, and how the next one begins.
struct CertainPieces {
    /// Up to where they have these ends also as a text by themselves; white space at an end depends on what follows.
    var settled: Int
    /// Where the pieces of white space after that end.
    var blanks: [Int]
    /// Where the first piece begins that is not certain.
    var end: Int
    /// What that piece consists of.
    var run: PieceRun
    /// Where its run begins.
    var from: Int
}

extension SplitPattern {
    /// The pieces of a text that goes on, up to the first of which it is not certain where it ends.
    func certainPieces(in bytes: UnsafeRawBufferPointer) -> CertainPieces {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
            return CertainPieces(settled: 0, blanks: [], end: 0, run: .space, from: 0)
        }
        return switch self {
        case .o200k: PieceScanner<O200kRule>(base, count: bytes.count).certainPieces()
        case .cl100k: PieceScanner<CL100kRule>(base, count: bytes.count).certainPieces()
        case .r50k: PieceScanner<R50kRule>(base, count: bytes.count).certainPieces()
        }
    }
}
