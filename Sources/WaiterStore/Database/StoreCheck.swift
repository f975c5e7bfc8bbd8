/// What an examination of a ledger's file found.
public struct StoreCheck: Sendable, Hashable {
    /// How large the file is, in bytes; what stands beside it (`-wal`) is counted as well.
    public let size: Int64
    /// The permission bits of the file.
    public let permissions: UInt32
    /// The file's form: how many migrations it has had.
    public let version: Int
    /// The form that this version writes.
    public let currentVersion: Int
    /// How many conversations there are; 0 where they cannot be counted.
    public let conversations: Int
    /// How many messages there are; 0 where they cannot be counted.
    public let messages: Int
    /// What is wrong with the file, in SQLite's words; empty for a file in order. At most ten.
    public let problems: [String]
}
