/// The storage that all copies of an encoding share.
final class EncodingCore: Sendable {
    let name: String
    let tables: VocabularyTables
    let pattern: SplitPattern
    let specialTokens: [String: UInt32]
    let specialTexts: [UInt32: String]
    let longestSpecial: Int
    let idLimit: UInt32
    let pool = WorkspacePool()

    init(
        _ name: String,
        _ tables: VocabularyTables,
        _ pattern: SplitPattern,
        special: [String: UInt32]
    ) {
        self.name = name
        self.tables = tables
        self.pattern = pattern
        specialTokens = special
        specialTexts = Dictionary(special.map { ($1, $0) }) { $0.hasPrefix("<|reserved") ? $1 : $0 }
        longestSpecial = special.keys.map(\.utf8.count).max() ?? 0
        idLimit = max(tables.limit, (special.values.max() ?? 0) + 1)
    }

    /// Returns the same encoding with an empty cache.
    func copy() -> EncodingCore {
        EncodingCore(name, tables, pattern, special: specialTokens)
    }

    @inline(__always)
    func count(_ text: UnsafeRawBufferPointer) -> Int {
        guard let base = text.baseAddress, !text.isEmpty else { return 0 }
        let bytes = base.assumingMemoryBound(to: UInt8.self)
        return pool.withWorkspace { workspace in
            defer { workspace.finish() }
            return switch pattern {
            case .o200k: TokenEngine<O200kRule>(tables: tables).count(bytes, count: text.count, workspace)
            case .cl100k: TokenEngine<CL100kRule>(tables: tables).count(bytes, count: text.count, workspace)
            case .r50k: TokenEngine<R50kRule>(tables: tables).count(bytes, count: text.count, workspace)
            }
        }
    }

    func encode(_ text: UnsafeRawBufferPointer) -> [UInt32] {
        guard let base = text.baseAddress, !text.isEmpty else { return [] }
        let bytes = base.assumingMemoryBound(to: UInt8.self)
        return pool.withWorkspace { workspace in
            switch pattern {
            case .o200k: TokenEngine<O200kRule>(tables: tables).encode(bytes, count: text.count, workspace)
            case .cl100k: TokenEngine<CL100kRule>(tables: tables).encode(bytes, count: text.count, workspace)
            case .r50k: TokenEngine<R50kRule>(tables: tables).encode(bytes, count: text.count, workspace)
            }
            workspace.finish()
            return workspace.tokens.take()
        }
    }
}
