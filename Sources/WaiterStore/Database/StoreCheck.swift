/// The results of examining a store's file.
public struct StoreCheck: Sendable, Hashable {
    /// The size of the file in bytes, including its write-ahead log.
    public let size: Int64
    /// The permission bits of the file.
    public let permissions: UInt32
    /// The schema version of the file: the number of migrations applied.
    public let version: Int
    /// The schema version that this version of Waiter writes.
    public let currentVersion: Int
    /// The number of conversations; 0 if they cannot be counted.
    public let conversations: Int
    /// The number of messages; 0 if they cannot be counted.
    public let messages: Int
    /// The problems found, as described by SQLite; at most ten, and empty for an intact file.
    public let problems: [String]
}
