/// The state of a multipart upload. Another process can use it to resume the upload.
///
/// Whenever the checkpoint changes, save it (for example, as JSON). The checkpoint contains no credentials.
public struct UploadCheckpoint: Codable, Sendable, Hashable {
    /// The ID of the upload.
    public let uploadID: String
    /// The size of each part except the last, in bytes.
    public let partSize: Int
    /// The size and modification time of the file, which are used to detect changes.
    public let fileIdentity: String
    /// The time in seconds since 1970 at which the upload expires, or `nil` if the server does not report it.
    public let expiresAt: Int?
    /// The IDs of the parts, in file order. The ID of a part that the server has not stored is `nil`.
    public internal(set) var partIDs: [String?]

    /// Whether the server has stored all parts.
    public var isComplete: Bool { !partIDs.contains(nil) }

    init(uploadID: String, partSize: Int, partCount: Int, fileIdentity: String, expiresAt: Int?) {
        self.uploadID = uploadID
        self.partSize = partSize
        self.fileIdentity = fileIdentity
        self.expiresAt = expiresAt
        partIDs = Array(repeating: nil, count: partCount)
    }

    private enum CodingKeys: String, CodingKey { case uploadID, partSize, fileIdentity, expiresAt, partIDs }
}
