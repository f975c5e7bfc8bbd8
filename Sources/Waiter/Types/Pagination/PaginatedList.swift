/// A page of a list that the server divides into pages.
public protocol PaginatedList: RandomAccessCollection, Sendable
where Element: Identifiable & Sendable, Element.ID == String {
    /// The elements of the page.
    var data: [Element] { get set }
    /// Whether more pages follow.
    var hasMore: Bool { get }
}
