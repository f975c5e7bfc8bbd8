/// The selection of a page of files.
public struct FileListQuery: Sendable, Hashable {
    /// The order of a list by creation time.
    public struct Order: ExtensibleEnum {
        /// The oldest first.
        public static let ascending = Order(rawValue: "asc")
        /// The newest first.
        public static let descending = Order(rawValue: "desc")

        /// The text on the wire.
        public let rawValue: String

        /// Creates an order from its text on the wire, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The ID of the file that the page follows; nil for the first page.
    public var after: String?
    /// The most files of the page, 1 to 10,000; nil for the server's default of 10,000.
    public var limit: Int?
    /// The order; nil for the server's default, the newest first.
    public var order: Order?
    /// Only files of this purpose; nil for all.
    public var purpose: FilePurpose?

    /// Creates a query for the first page of all files.
    public init() {}
}
