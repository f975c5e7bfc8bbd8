/// A part of an upload, as stored by the server.
public struct UploadPart: Codable, Sendable, Hashable, Identifiable {
    /// The part's ID, which is required to complete the upload.
    public var id: String
    /// The creation time in seconds since 1970.
    public var createdAt: Int?
    /// The ID of the upload.
    public var uploadID: String
    /// The object type, `upload.part`.
    public var object: String

    private enum CodingKeys: String, CodingKey {
        case id, object
        case createdAt = "created_at"
        case uploadID = "upload_id"
    }

    /// Decodes a part. The `id` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        createdAt = try container.integer(forKey: .createdAt)
        uploadID = try container.text(forKey: .uploadID) ?? ""
        object = try container.text(forKey: .object) ?? "upload.part"
    }
}
