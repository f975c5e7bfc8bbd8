extension PieceScanner {
    /// Returns the pieces of incomplete text, up to the first piece whose end is not yet certain.
    func certainPieces() -> CertainPieces {
        var pieces = CertainPieces(settled: 0, blanks: [], end: 0, run: .space, from: 0)
        while pieces.end < count {
            (pieces.run, pieces.from) = beginning(of: pieces.end)
            let end = end(of: pieces.end)
            // After a word, the scanner looks ahead for an uppercase letter. After whitespace, it looks ahead for more
            // whitespace. Beyond these characters, it looks ahead by at most the length of a contraction.
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

/// The pieces whose ends do not depend on the text that follows, together with the start of the next piece.
struct CertainPieces {
    /// The end of the last certain piece other than whitespace. If the text is truncated at this offset, the ends up to
    /// the offset do not change.
    var settled: Int
    /// The ends of the whitespace pieces after `settled`.
    var blanks: [Int]
    /// The start of the first piece that is not certain.
    var end: Int
    /// The kind of the first uncertain piece.
    var run: PieceRun
    /// The start of the first uncertain piece's run.
    var from: Int
}

extension SplitPattern {
    /// Returns the pieces of incomplete text, up to the first piece whose end is not yet certain.
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
