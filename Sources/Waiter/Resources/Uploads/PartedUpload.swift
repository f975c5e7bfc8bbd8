/// A file that is uploaded in parts, several at a time.
///
///     var upload = PartedUpload("training.jsonl", purpose: .fineTune)
///     upload.partSize = 16 << 20
public struct PartedUpload: Sendable, Hashable {
    /// The path of a regular file, which must not change during the upload.
    public var path: String
    /// The purpose of the file.
    public var purpose: FilePurpose
    /// The file name sent to the server.
    public var filename: String
    /// The media type sent to the server.
    public var contentType: String
    /// The lifetime of the file on the server, or `nil` for the server's default.
    public var expiresAfter: FileExpiration?
    /// The size of a part in bytes. OpenAI accepts at most 64 MB.
    public var partSize = 64_000_000
    /// The number of parts that are sent concurrently.
    public var concurrency = 4
    /// Whether to send an MD5 checksum. The server can use the checksum to detect transmission errors.
    public var sendsChecksum = true

    /// Creates an upload of the file at a path. The file name and media type are derived from the path.
    public init(_ path: String, purpose: FilePurpose) {
        let file = FileInput.path(path)
        self.path = path
        self.purpose = purpose
        filename = file.name
        contentType = file.contentType
    }
}
