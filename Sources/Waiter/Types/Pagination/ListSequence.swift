/// A sequence of the elements on all pages of a list. The pages are requested one at a time as the elements are read.
///
///     for try await file in client.files.all() { print(file.filename) }
///
/// The sequence ends after the last page, after an empty page, or after a page that contains only elements from earlier
/// pages. A server that ignores the requested position therefore cannot make the sequence endless. Repeated elements
/// are returned only once. Every iterator starts from the first page.
public struct ListSequence<Page: PaginatedList>: AsyncSequence, Sendable {
    /// The type of the elements.
    public typealias Element = Page.Element

    /// The pages of the list.
    public let pages: ListPages<Page>

    package init(_ page: @escaping @Sendable (_ after: String?) async throws -> Page) {
        pages = ListPages(page)
    }

    /// Returns an iterator that starts from the first page.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pages: pages.makeAsyncIterator())
    }

    /// An iterator over the elements.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var pages: ListPages<Page>.Iterator
        private var elements: [Page.Element] = []
        private var position = 0

        fileprivate init(pages: ListPages<Page>.Iterator) { self.pages = pages }

        /// Requests the next page if necessary and returns the next element, or returns `nil` at the end.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public mutating func next() async throws -> Page.Element? {
            if position == elements.count {
                guard let page = try await pages.next() else { return nil }
                elements = page.data
                position = 0
                // A page with no elements can only be the first page of an empty list.
                guard !elements.isEmpty else { return nil }
            }
            defer { position += 1 }
            return elements[position]
        }
    }
}
