/// A response body that was saved to a file.
public struct DownloadedFile: Sendable, Hashable {
    /// The path of the file.
    public let path: String
    /// The size in bytes.
    public let bytes: Int
    /// The media type reported by the server.
    public let contentType: String?
}
