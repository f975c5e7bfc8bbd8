extension TokenEngine {
    /// Encodes the pieces that have readable bytes behind them; returns where the first is that has not.
    @inline(never)
    func encodePieces(_ text: Bytes, count: Int, isPadded: Bool, _ workspace: Workspace) -> Int {
        let scanner = PieceScanner<Rule>(text, count: count)
        let safe = safeEnd(count, isPadded: isPadded)
        var step = EncodingStep(tables: tables, workspace: workspace)
        var at = 0
        scan: while at < safe {
            var starts: UInt64 = 0
            if text[at] < 0x80 { starts = PieceWindow<Rule>.beginnings(text + at, available: count &- at) }
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
        step.run()
        workspace.tokens = step.tokens
        return at
    }
}
