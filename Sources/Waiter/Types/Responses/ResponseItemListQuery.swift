/// The parameters for requesting a page of items.
public struct ResponseItemListQuery: Sendable, Hashable {
    /// A sort order based on creation time.
    public typealias Order = FileListQuery.Order

    /// The ID of the item that precedes the page, or `nil` for the first page.
    public var after: String?
    /// The maximum number of items on the page, from 1 to 100, or `nil` for the server's default of 20.
    public var limit: Int?
    /// The sort order, or `nil` for the server's default (newest first).
    public var order: Order?
    /// Additional output to include in the items.
    public var include: [ResponseInclude]

    /// Creates a query.
    public init(
        after: String? = nil,
        limit: Int? = nil,
        order: Order? = nil,
        include: [ResponseInclude] = []
    ) {
        self.after = after
        self.limit = limit
        self.order = order
        self.include = include
    }
}
