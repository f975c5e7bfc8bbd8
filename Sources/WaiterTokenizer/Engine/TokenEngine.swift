/// Splits text into pieces (pre-tokens) and encodes them or counts their tokens.
///
/// The engine is generic over the split rule. The compiler specializes the engine only for callers that know the rule
/// statically, such as `EncodingCore`.
struct TokenEngine<Rule: SplitRule> {
    let tables: VocabularyTables
}

extension TokenEngine {
    /// Returns the number of tokens in the given bytes, which must be valid UTF-8.
    func count(_ text: Bytes, count: Int, _ workspace: Workspace) -> Int {
        if count <= Workspace.copied {
            return countPieces(workspace.pad(text, count: count), count: count, isPadded: true, workspace).tokens
        }
        workspace.prepare(count)
        let (tokens, end) = countPieces(text, count: count, isPadded: false, workspace)
        let rest = workspace.pad(text + end, count: count - end)
        return tokens + countPieces(rest, count: count - end, isPadded: true, workspace).tokens
    }

    /// Encodes the given bytes, which must be valid UTF-8, and appends the tokens to the workspace's buffer.
    func encode(_ text: Bytes, count: Int, _ workspace: Workspace) {
        if count <= Workspace.copied {
            _ = encodePieces(workspace.pad(text, count: count), count: count, isPadded: true, workspace)
        } else {
            let end = encodePieces(text, count: count, isPadded: false, workspace)
            let rest = workspace.pad(text + end, count: count - end)
            _ = encodePieces(rest, count: count - end, isPadded: true, workspace)
        }
    }

    /// Returns the last offset at which a piece can end and still be followed by enough readable bytes.
    @inline(__always)
    func safeEnd(_ count: Int, isPadded: Bool) -> Int {
        isPadded ? count : count &- Workspace.padding
    }
}
