/// A page of uploaded files.
public struct FileList: Codable, Sendable, Hashable {
    /// The files on the page.
    public var data: [FileObject]
    /// Whether more files follow. To request them, set `FileListQuery.after` to `lastID`.
    public var hasMore: Bool
    /// The ID of the first file, or `nil` if the server does not report it.
    public var firstID: String?
    /// The ID of the last file, or `nil` if the server does not report it.
    public var lastID: String?
    /// The object type, `list`.
    public var object: String

    /// Creates a page.
    public init(data: [FileObject], hasMore: Bool = false, object: String = "list") {
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

    /// Decodes a page. The `data` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        data = try container.decode([FileObject]?.self, forKey: .data) ?? []
        hasMore = (try? container.decodeIfPresent(Bool.self, forKey: .hasMore)) ?? false
        firstID = try container.text(forKey: .firstID)
        lastID = try container.text(forKey: .lastID)
        object = try container.text(forKey: .object) ?? "list"
    }
}

extension FileList: PaginatedList {
    /// The position of the first file.
    public var startIndex: Int { data.startIndex }
    /// The position after the last file.
    public var endIndex: Int { data.endIndex }
    /// Accesses the file at the given position.
    public subscript(position: Int) -> FileObject { data[position] }
}
