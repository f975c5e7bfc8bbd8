/// The parameters for requesting a page of the files in a vector store or file batch.
public struct VectorStoreFileListQuery: Sendable, Hashable {
    /// A sort order based on creation time.
    public typealias Order = FileListQuery.Order

    /// The ID of the file that precedes the page, or `nil` for the first page.
    public var after: String?
    /// The ID of the file that follows the page, or `nil` for no bound.
    public var before: String?
    /// The maximum number of files on the page, from 1 to 100, or `nil` for the server's default of 20.
    public var limit: Int?
    /// The sort order, or `nil` for the server's default (newest first).
    public var order: Order?
    /// The state to filter by, or `nil` for all files.
    public var filter: VectorStoreFile.Status?

    /// Creates a query for the first page of all files.
    public init() {}
}
