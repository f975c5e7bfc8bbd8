/// The parameters for requesting a page of vector stores.
public struct VectorStoreListQuery: Sendable, Hashable {
    /// A sort order based on creation time.
    public typealias Order = FileListQuery.Order

    /// The ID of the store that precedes the page, or `nil` for the first page.
    public var after: String?
    /// The ID of the store that follows the page, or `nil` for no bound.
    public var before: String?
    /// The maximum number of stores on the page, from 1 to 100, or `nil` for the server's default of 20.
    public var limit: Int?
    /// The sort order, or `nil` for the server's default (newest first).
    public var order: Order?

    /// Creates a query for the first page.
    public init() {}
}
