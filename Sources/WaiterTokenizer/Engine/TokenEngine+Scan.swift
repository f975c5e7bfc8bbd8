extension TokenEngine {
    /// Adds pieces to a step as long as they are followed by enough readable bytes for the scanner.
    ///
    /// - Returns: The offset of the first piece that was not added.
    @inline(__always)
    func scanPieces(_ text: Bytes, count: Int, isPadded: Bool, _ step: inout some PieceStep) -> Int {
        let scanner = PieceScanner<Rule>(text, count: count)
        let safe = safeEnd(count, isPadded: isPadded)
        var at = 0
        scan: while at < safe {
            var starts: UInt64 = 0
            // A window is used only if the text starts with four ASCII bytes. In other text, the window could not
            // determine any boundary with certainty.
            if load32(text + at) & 0x8080_8080 == 0 {
                starts = PieceWindow<Rule>.beginnings(text + at, available: count &- at)
            }
            if starts == 0 {
                let end = scanner.end(of: at)
                guard end <= safe else { break }
                step.add(text + at, count: end &- at)
                at = end
            } else {
                let base = at
                repeat {
                    let end = base &+ starts.trailingZeroBitCount
                    starts &= starts &- 1
                    guard end <= safe else { break scan }
                    step.add(text + at, count: end &- at)
                    at = end
                } while starts != 0
            }
            if step.isFull { step.run() }
        }
        return at
    }
}
