/// A multipart upload, which becomes a file when it is completed.
public struct UploadObject: Codable, Sendable, Hashable, Identifiable {
    /// The state of an upload.
    public struct Status: ExtensibleEnum {
        /// Parts can be added.
        public static let pending = Status(rawValue: "pending")
        /// The file has been created.
        public static let completed = Status(rawValue: "completed")
        /// The upload was cancelled.
        public static let cancelled = Status(rawValue: "cancelled")
        /// The upload was not completed within the time limit, which is usually an hour.
        public static let expired = Status(rawValue: "expired")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a status from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The upload's ID.
    public var id: String
    /// The size of the file in bytes, or `nil` if the server does not report it.
    public var bytes: Int?
    /// The creation time in seconds since 1970.
    public var createdAt: Int?
    /// The time in seconds since 1970 at which an incomplete upload expires.
    public var expiresAt: Int?
    /// The name of the file.
    public var filename: String
    /// The purpose of the file.
    public var purpose: FilePurpose
    /// The state of the upload.
    public var status: Status
    /// The file, or `nil` if the upload is not completed.
    public var file: FileObject?
    /// The object type, `upload`.
    public var object: String

    private enum CodingKeys: String, CodingKey {
        case id, bytes, filename, purpose, status, file, object
        case createdAt = "created_at"
        case expiresAt = "expires_at"
    }

    /// Decodes an upload. The `id` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        bytes = try container.integer(forKey: .bytes)
        createdAt = try container.integer(forKey: .createdAt)
        expiresAt = try container.integer(forKey: .expiresAt)
        filename = try container.text(forKey: .filename) ?? ""
        purpose = FilePurpose(rawValue: try container.text(forKey: .purpose) ?? "")
        status = Status(rawValue: try container.text(forKey: .status) ?? "")
        file = container.side(FileObject.self, forKey: .file)
        object = try container.text(forKey: .object) ?? "upload"
    }
}
