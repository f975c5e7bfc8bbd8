/// A collection of files that are divided into chunks and indexed for search.
public struct VectorStore: Codable, Sendable, Hashable, Identifiable {
    /// The state of a vector store.
    public struct Status: ExtensibleEnum {
        /// Files are being indexed.
        public static let inProgress = Status(rawValue: "in_progress")
        /// The store is ready.
        public static let completed = Status(rawValue: "completed")
        /// The store has expired, and its index has been deleted.
        public static let expired = Status(rawValue: "expired")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a status from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The number of files in each state.
    public struct FileCounts: Codable, Sendable, Hashable {
        /// The number of files that are being indexed.
        public var inProgress: Int
        /// The number of files that can be searched.
        public var completed: Int
        /// The number of files that could not be indexed.
        public var failed: Int
        /// The number of files whose indexing was cancelled.
        public var cancelled: Int
        /// The total number of files.
        public var total: Int

        /// Creates file counts.
        public init(inProgress: Int = 0, completed: Int = 0, failed: Int = 0, cancelled: Int = 0, total: Int = 0) {
            self.inProgress = inProgress
            self.completed = completed
            self.failed = failed
            self.cancelled = cancelled
            self.total = total
        }

        private enum CodingKeys: String, CodingKey {
            case completed, failed, cancelled, total
            case inProgress = "in_progress"
        }

        /// Decodes file counts. A missing count is decoded as 0.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            inProgress = try container.integer(forKey: .inProgress) ?? 0
            completed = try container.integer(forKey: .completed) ?? 0
            failed = try container.integer(forKey: .failed) ?? 0
            cancelled = try container.integer(forKey: .cancelled) ?? 0
            total = try container.integer(forKey: .total) ?? 0
        }
    }

    /// The store's ID.
    public var id: String
    /// The creation time in seconds since 1970.
    public var createdAt: Int?
    /// The name, or an empty string if the store has none.
    public var name: String
    /// The description of the store.
    public var description: String?
    /// The billed size of the index in bytes, or `nil` if the server does not report it.
    public var usageBytes: Int?
    /// The number of files in each state.
    public var fileCounts: FileCounts
    /// The state of the store.
    public var status: Status
    /// The period of inactivity after which the store expires, or `nil` if it does not expire.
    public var expiresAfter: VectorStoreExpiration?
    /// The time in seconds since 1970 at which the store expires.
    public var expiresAt: Int?
    /// The time of the last use, in seconds since 1970.
    public var lastActiveAt: Int?
    /// The key-value pairs stored with the vector store.
    public var metadata: [String: String]?
    /// The object type, `vector_store`.
    public var object: String

    private enum CodingKeys: String, CodingKey {
        case id, name, description, status, metadata, object
        case createdAt = "created_at"
        case usageBytes = "usage_bytes"
        case fileCounts = "file_counts"
        case expiresAfter = "expires_after"
        case expiresAt = "expires_at"
        case lastActiveAt = "last_active_at"
    }

    /// Decodes a store. The `id` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        createdAt = try container.integer(forKey: .createdAt)
        name = try container.text(forKey: .name) ?? ""
        description = try container.text(forKey: .description)
        usageBytes = try container.integer(forKey: .usageBytes)
        fileCounts = container.side(FileCounts.self, forKey: .fileCounts) ?? FileCounts()
        status = Status(rawValue: try container.text(forKey: .status) ?? "")
        expiresAfter = container.side(VectorStoreExpiration.self, forKey: .expiresAfter)
        expiresAt = try container.integer(forKey: .expiresAt)
        lastActiveAt = try container.integer(forKey: .lastActiveAt)
        metadata = container.texts(forKey: .metadata)
        object = try container.text(forKey: .object) ?? "vector_store"
    }
}
