/// The lifetime of a file, after which the server deletes it.
public struct FileExpiration: Codable, Sendable, Hashable {
    /// The event from which the time is measured: `created_at`.
    public var anchor: String
    /// The lifetime in seconds, from one hour to 30 days.
    public var seconds: Int

    /// Creates an expiration that takes effect the given number of seconds after the file is created.
    public init(seconds: Int, anchor: String = "created_at") {
        self.seconds = seconds
        self.anchor = anchor
    }

    private enum CodingKeys: String, CodingKey { case anchor, seconds }
}
