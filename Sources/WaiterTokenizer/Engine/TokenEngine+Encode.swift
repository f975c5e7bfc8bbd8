extension TokenEngine {
    /// Encodes the pieces that are followed by enough readable bytes for the scanner. Returns the offset of the first
    /// piece that is not encoded.
    @inline(never)
    func encodePieces(_ text: Bytes, count: Int, isPadded: Bool, _ workspace: Workspace) -> Int {
        var step = EncodingStep(tables: tables, workspace: workspace)
        let at = scanPieces(text, count: count, isPadded: isPadded, &step)
        step.run()
        workspace.tokens = step.tokens
        return at
    }
}
