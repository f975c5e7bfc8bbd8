/// The results of a run, which are read in pages.
public struct BulkResults: AsyncSequence, Sendable {
    /// The type of the elements.
    public typealias Element = BulkResult

    let run: BulkRun
    let ordered: Bool

    /// An iterator over the results.
    public struct Iterator: AsyncIteratorProtocol {
        let results: BulkResults
        private var page: ArraySlice<BulkResult> = []
        private var cursor: Int64 = 0
        private var isOver = false

        init(_ results: BulkResults) { self.results = results }

        private static let pageSize = 256

        /// Returns the next result, or `nil` at the end.
        ///
        /// - Throws: Errors from the queue.
        public mutating func next() async throws -> BulkResult? {
            if page.isEmpty, !isOver {
                let next = try await results.run.queue.results(
                    of: results.run.name,
                    after: cursor,
                    limit: Self.pageSize,
                    ordered: results.ordered
                )
                (page, cursor, isOver) = (next.results[...], next.cursor, next.results.count < Self.pageSize)
            }
            return page.popFirst()
        }
    }

    /// Creates an iterator.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }
}
