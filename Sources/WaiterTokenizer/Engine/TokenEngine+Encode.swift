extension TokenEngine {
    /// Encodes all pieces that are followed by enough readable bytes. Returns the offset of the first piece that is not followed
    /// by enough readable bytes.
    @inline(never)
    func encodePieces(_ text: Bytes, count: Int, isPadded: Bool, _ workspace: Workspace) -> Int {
        var step = EncodingStep(tables: tables, workspace: workspace)
        let at = scanPieces(text, count: count, isPadded: isPadded, &step)
        step.run()
        workspace.tokens = step.tokens
        return at
    }
}
