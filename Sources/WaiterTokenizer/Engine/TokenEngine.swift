/// Cuts texts into pieces and makes tokens of them, or counts the tokens.
///
/// Specialised by the rule, as long as it is called where the rule is known: see `EncodingCore`.
struct TokenEngine<Rule: SplitRule> {
    let tables: VocabularyTables
}

extension TokenEngine {
    /// How many tokens valid UTF-8 has.
    func count(_ text: Bytes, count: Int, _ workspace: Workspace) -> Int {
        if count <= Workspace.copied {
            return countPieces(workspace.pad(text, count: count), count: count, isPadded: true, workspace).tokens
        }
        workspace.prepare(count)
        let (tokens, end) = countPieces(text, count: count, isPadded: false, workspace)
        let rest = workspace.pad(text + end, count: count - end)
        return tokens + countPieces(rest, count: count - end, isPadded: true, workspace).tokens
    }

    /// Appends the tokens of valid UTF-8 to the workspace's buffer.
    func encode(_ text: Bytes, count: Int, _ workspace: Workspace) {
        if count <= Workspace.copied {
            _ = encodePieces(workspace.pad(text, count: count), count: count, isPadded: true, workspace)
        } else {
            let end = encodePieces(text, count: count, isPadded: false, workspace)
            let rest = workspace.pad(text + end, count: count - end)
            _ = encodePieces(rest, count: count - end, isPadded: true, workspace)
        }
    }

    /// Up to where pieces may be cut: all of them lie before, with readable bytes behind.
    @inline(__always)
    func safeEnd(_ count: Int, isPadded: Bool) -> Int {
        isPadded ? count : count &- Workspace.padding
    }
}
