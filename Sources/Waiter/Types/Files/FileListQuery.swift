/// The parameters for requesting a page of files.
public struct FileListQuery: Sendable, Hashable {
    /// A sort order based on creation time.
    public struct Order: ExtensibleEnum {
        /// Oldest first.
        public static let ascending = Order(rawValue: "asc")
        /// Newest first.
        public static let descending = Order(rawValue: "desc")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates an order from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The ID of the file that precedes the page, or `nil` for the first page.
    public var after: String?
    /// The maximum number of files on the page, from 1 to 10,000, or `nil` for the server's default of 10,000.
    public var limit: Int?
    /// The sort order, or `nil` for the server's default (newest first).
    public var order: Order?
    /// The purpose to filter by, or `nil` for all files.
    public var purpose: FilePurpose?

    /// Creates a query for the first page of all files.
    public init() {}
}
