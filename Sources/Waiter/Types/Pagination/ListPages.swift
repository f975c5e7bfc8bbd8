/// A sequence of the pages of a list. The pages are requested one at a time as they are read.
///
///     for try await page in client.files.all().pages { print(page.count) }
///
/// The sequence ends under the same conditions as `ListSequence`. A list with no elements has a single, empty page.
public struct ListPages<Page: PaginatedList>: AsyncSequence, Sendable {
    /// The type of the pages.
    public typealias Element = Page

    private let page: @Sendable (_ after: String?) async throws -> Page

    init(_ page: @escaping @Sendable (_ after: String?) async throws -> Page) {
        self.page = page
    }

    /// Returns an iterator that starts from the first page.
    public func makeAsyncIterator() -> Iterator {
        Iterator(page: page)
    }

    /// An iterator over the pages.
    public struct Iterator: AsyncIteratorProtocol {
        private let page: @Sendable (_ after: String?) async throws -> Page
        private var seen: Set<String> = []
        private var after: String?
        private var isAtEnd = false

        fileprivate init(page: @escaping @Sendable (_ after: String?) async throws -> Page) {
            self.page = page
        }

        /// Requests and returns the next page, or returns `nil` at the end.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public mutating func next() async throws -> Page? {
            guard !isAtEnd else { return nil }
            var next = try await page(after)
            let isFirst = after == nil
            let last = next.data.last?.id
            next.data = next.data.filter { seen.insert($0.id).inserted }
            isAtEnd = !next.hasMore || next.data.isEmpty
            after = last
            return next.data.isEmpty && !isFirst ? nil : next
        }
    }
}
