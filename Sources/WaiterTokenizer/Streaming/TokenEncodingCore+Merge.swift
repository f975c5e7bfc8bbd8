extension EncodingCore {
    /// Merges the bytes of a single piece.
    struct Merge {
        let tables: VocabularyTables
        fileprivate let workspace: Workspace

        /// Returns the tokens. The returned tokens are valid until the next call.
        func callAsFunction(_ bytes: UnsafeRawBufferPointer) -> UnsafeBufferPointer<UInt32> {
            let count = workspace.longMerge.merge(padded(bytes), count: bytes.count, tables)
            return UnsafeBufferPointer(start: workspace.longMerge.tokens, count: count)
        }

        /// Returns the number of tokens. Some tokens occur only as whole pieces, because merging cannot produce them.
        func count(_ bytes: UnsafeRawBufferPointer, isWhole: Bool) -> Int {
            if isWhole, tables.id(of: padded(bytes), count: bytes.count) != VocabularyTables.none { return 1 }
            return self(bytes).count
        }

        private func padded(_ bytes: UnsafeRawBufferPointer) -> Bytes {
            guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return workspace.pad([0], count: 0) }
            return workspace.pad(base, count: bytes.count)
        }
    }

    func withMerge<Result>(_ body: (Merge) -> Result) -> Result {
        pool.withWorkspace { workspace in
            defer { workspace.finish() }
            return body(Merge(tables: tables, workspace: workspace))
        }
    }
}
