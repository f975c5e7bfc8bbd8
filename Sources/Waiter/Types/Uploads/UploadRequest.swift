/// A request to create a multipart upload: `POST /uploads`.
public struct UploadRequest: Codable, Sendable, Hashable {
    /// The name of the file.
    public var filename: String
    /// The purpose of the file.
    public var purpose: FilePurpose
    /// The size of the file in bytes, at most 8 GB.
    public var bytes: Int
    /// The media type of the file. The server must support this media type for the file's purpose.
    public var mimeType: String
    /// The lifetime of the file, or `nil` for the server's default.
    public var expiresAfter: FileExpiration?

    /// Creates a request.
    public init(filename: String, purpose: FilePurpose, bytes: Int, mimeType: String) {
        self.filename = filename
        self.purpose = purpose
        self.bytes = bytes
        self.mimeType = mimeType
    }

    private enum CodingKeys: String, CodingKey {
        case filename, purpose, bytes
        case mimeType = "mime_type"
        case expiresAfter = "expires_after"
    }
}
