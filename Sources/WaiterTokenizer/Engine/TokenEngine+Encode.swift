extension TokenEngine {
    /// Encodes the pieces that have readable bytes behind them; returns where the first is that has not.
    @inline(never)
    func encodePieces(_ text: Bytes, count: Int, isPadded: Bool, _ workspace: Workspace) -> Int {
        var step = EncodingStep(tables: tables, workspace: workspace)
        let at = scanPieces(text, count: count, isPadded: isPadded, &step)
        step.run()
        workspace.tokens = step.tokens
        return at
    }
}
