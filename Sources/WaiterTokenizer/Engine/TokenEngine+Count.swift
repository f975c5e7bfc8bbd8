extension TokenEngine {
    /// Counts the tokens in the pieces that are followed by enough readable bytes for the scanner. Also returns the
    /// offset of the first piece that is not counted.
    @inline(never)
    func countPieces(
        _ text: Bytes,
        count: Int,
        isPadded: Bool,
        _ workspace: Workspace
    ) -> (tokens: Int, end: Int) {
        var step = CountingStep(tables: tables, workspace: workspace)
        let at = scanPieces(text, count: count, isPadded: isPadded, &step)
        step.finish()
        workspace.note(misses: step.misses)
        return (step.tokens, at)
    }
}
