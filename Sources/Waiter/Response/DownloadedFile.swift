/// A response body that was saved to a file.
public struct DownloadedFile: Sendable, Hashable {
    /// The path of the file.
    public let path: String
    /// The size in bytes.
    public let bytes: Int
    /// The media type that the server reported.
    public let contentType: String?
}
