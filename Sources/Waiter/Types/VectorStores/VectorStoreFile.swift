/// A file in a vector store.
public struct VectorStoreFile: Codable, Sendable, Hashable, Identifiable {
    /// The state of a file or of a batch of files.
    public struct Status: ExtensibleEnum {
        /// The content is being indexed.
        public static let inProgress = Status(rawValue: "in_progress")
        /// The content can be searched.
        public static let completed = Status(rawValue: "completed")
        /// Indexing was cancelled.
        public static let cancelled = Status(rawValue: "cancelled")
        /// The content could not be indexed.
        public static let failed = Status(rawValue: "failed")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a status from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Whether the state is final.
        public var isFinal: Bool { [.completed, .cancelled, .failed].contains(self) }
    }

    /// The reason a file could not be indexed.
    public struct Failure: Codable, Sendable, Hashable {
        /// The error code: `server_error`, `unsupported_file` or `invalid_file`.
        public var code: String
        /// The error message.
        public var message: String

        private enum CodingKeys: String, CodingKey { case code, message }

        /// Decodes a failure. All members are optional.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            code = try container.text(forKey: .code) ?? ""
            message = try container.text(forKey: .message) ?? ""
        }
    }

    /// The ID of the file.
    public var id: String
    /// The creation time in seconds since 1970.
    public var createdAt: Int?
    /// The ID of the vector store.
    public var vectorStoreID: String
    /// The state of the file.
    public var status: Status
    /// The size, in bytes, of the file's content in the index. This size can differ from the size of the file itself.
    public var usageBytes: Int?
    /// The reason the file could not be indexed, or `nil` if there was no error.
    public var lastError: Failure?
    /// The chunking strategy, or `nil` if the server does not report it.
    public var chunkingStrategy: ChunkingStrategy?
    /// The attributes that searches can filter by: strings, numbers and Booleans.
    public var attributes: [String: JSONValue]?
    /// The object type, `vector_store.file`.
    public var object: String

    private enum CodingKeys: String, CodingKey {
        case id, status, attributes, object
        case createdAt = "created_at"
        case vectorStoreID = "vector_store_id"
        case usageBytes = "usage_bytes"
        case lastError = "last_error"
        case chunkingStrategy = "chunking_strategy"
    }

    /// Decodes a file. Only `id` is required, because examples in the API reference omit even the status.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        status = Status(rawValue: try container.text(forKey: .status) ?? "")
        createdAt = try container.integer(forKey: .createdAt)
        vectorStoreID = try container.text(forKey: .vectorStoreID) ?? ""
        usageBytes = try container.integer(forKey: .usageBytes)
        lastError = container.side(Failure.self, forKey: .lastError)
        chunkingStrategy = container.side(ChunkingStrategy.self, forKey: .chunkingStrategy)
        attributes = container.side([String: JSONValue].self, forKey: .attributes)
        object = try container.text(forKey: .object) ?? "vector_store.file"
    }
}
