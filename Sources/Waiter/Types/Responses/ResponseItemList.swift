/// A page of items, either from a response's input or from a conversation stored on the server.
public struct ResponseItemList: Codable, Sendable, Hashable {
    /// The items on the page.
    public var data: [ResponseItem]
    /// Whether more items follow. To request them, set `ResponseItemListQuery.after` to `lastID`.
    public var hasMore: Bool
    /// The ID of the first item on the page.
    public var firstID: String?
    /// The ID of the last item on the page.
    public var lastID: String?
    /// The object type, `list`.
    public var object: String

    /// Creates a page.
    public init(data: [ResponseItem], hasMore: Bool = false) {
        self.data = data
        self.hasMore = hasMore
        firstID = data.first?.id
        lastID = data.last?.id
        object = "list"
    }

    private enum CodingKeys: String, CodingKey {
        case object, data
        case hasMore = "has_more"
        case firstID = "first_id"
        case lastID = "last_id"
    }

    /// Decodes a page. The `data` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        data = try container.decode([ResponseItem]?.self, forKey: .data) ?? []
        hasMore = container.side(Bool.self, forKey: .hasMore) ?? false
        firstID = container.side(String.self, forKey: .firstID) ?? data.first?.id
        lastID = container.side(String.self, forKey: .lastID) ?? data.last?.id
        object = container.side(String.self, forKey: .object) ?? "list"
    }
}

extension ResponseItemList: RandomAccessCollection {
    /// The position of the first item.
    public var startIndex: Int { data.startIndex }
    /// The position after the last item.
    public var endIndex: Int { data.endIndex }
    /// Accesses the item at the given position.
    public subscript(position: Int) -> ResponseItem { data[position] }
}
