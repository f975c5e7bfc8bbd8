/// The metadata of a file uploaded to the server.
public struct FileObject: Codable, Sendable, Hashable, Identifiable {
    /// The file's ID, which requests use to refer to the file.
    public var id: String
    /// The size in bytes, or `nil` if the server does not report it.
    public var bytes: Int?
    /// The upload time in seconds since 1970.
    public var createdAt: Int?
    /// The expiration time in seconds since 1970, or `nil` if the file does not expire.
    public var expiresAt: Int?
    /// The file name.
    public var filename: String
    /// The purpose for which the file was uploaded.
    public var purpose: FilePurpose
    /// The processing status, such as `processed`; deprecated by the API.
    public var status: String?
    /// The reason the file was rejected; deprecated by the API.
    public var statusDetails: String?
    /// The object type, `file`.
    public var object: String

    /// Creates a file object.
    public init(id: String, filename: String = "", purpose: FilePurpose, bytes: Int? = nil) {
        self.id = id
        self.filename = filename
        self.purpose = purpose
        self.bytes = bytes
        object = "file"
    }

    private enum CodingKeys: String, CodingKey {
        case id, object, bytes, filename, purpose, status
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case statusDetails = "status_details"
    }

    /// Decodes a file object. The `id` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        object = try container.text(forKey: .object) ?? "file"
        bytes = (try? container.integer(forKey: .bytes)) ?? nil
        createdAt = (try? container.integer(forKey: .createdAt)) ?? nil
        expiresAt = (try? container.integer(forKey: .expiresAt)) ?? nil
        filename = try container.text(forKey: .filename) ?? ""
        purpose = FilePurpose(rawValue: try container.text(forKey: .purpose) ?? "")
        status = try container.text(forKey: .status)
        statusDetails = try container.text(forKey: .statusDetails)
    }
}
