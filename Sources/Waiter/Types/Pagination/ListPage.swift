/// A page of a list.
public struct ListPage<Element: Codable & Hashable & Sendable & Identifiable>: Codable, Sendable, Hashable
where Element.ID == String {
    /// The elements on the page.
    public var data: [Element]
    /// Whether more elements follow. To request them, pass the ID of the last element as `after`.
    public var hasMore: Bool
    /// The ID of the first element, or `nil` if the server does not report it.
    public var firstID: String?
    /// The ID of the last element, or `nil` if the server does not report it.
    public var lastID: String?
    /// The object type, `list`.
    public var object: String

    /// Creates a page.
    public init(data: [Element], hasMore: Bool = false, object: String = "list") {
        self.data = data
        self.hasMore = hasMore
        self.object = object
        firstID = data.first?.id
        lastID = data.last?.id
    }

    private enum CodingKeys: String, CodingKey {
        case object, data
        case hasMore = "has_more"
        case firstID = "first_id"
        case lastID = "last_id"
    }

    /// Decodes a page. The `data` member is required. If it is null, the page is empty.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        data = try container.decode([Element]?.self, forKey: .data) ?? []
        hasMore = container.side(Bool.self, forKey: .hasMore) ?? false
        firstID = try container.text(forKey: .firstID)
        lastID = try container.text(forKey: .lastID)
        object = try container.text(forKey: .object) ?? "list"
    }
}

extension ListPage: PaginatedList {
    /// The position of the first element.
    public var startIndex: Int { data.startIndex }
    /// The position after the last element.
    public var endIndex: Int { data.endIndex }
    /// Accesses the element at the given position.
    public subscript(position: Int) -> Element { data[position] }
}
