/// A page of a paginated list.
public protocol PaginatedList: RandomAccessCollection, Sendable
where Element: Identifiable & Sendable, Element.ID == String {
    /// The elements of the page.
    var data: [Element] { get set }
    /// Whether more pages follow.
    var hasMore: Bool { get }
}
