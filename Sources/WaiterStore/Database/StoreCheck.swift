/// The results of examining a store's file.
public struct StoreCheck: Sendable, Hashable {
    /// The size of the file in bytes, including its write-ahead log.
    public let size: Int64
    /// The permission bits of the file.
    public let permissions: UInt32
    /// The schema version of the file, which is the number of migrations applied to it.
    public let version: Int
    /// The schema version that this version of Waiter writes.
    public let currentVersion: Int
    /// The number of conversations, or 0 if they cannot be counted.
    public let conversations: Int
    /// The number of messages, or 0 if they cannot be counted.
    public let messages: Int
    /// The problems found, as described by SQLite. There are at most ten. The array is empty if the file is intact.
    public let problems: [String]
}
