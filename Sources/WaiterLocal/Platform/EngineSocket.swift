/// The listening socket of an engine, as the kernel identifies it.
///
/// Inode numbers of sockets are unique until their counter overflows, and process IDs with start times are unique, so that no
/// other process and no other socket can take the place of this one.
struct EngineSocket: Codable, Hashable, Sendable {
    /// The process that has the socket open, as in `ProcessIdentity.text`.
    var process: String
    /// The inode of the socket.
    var inode: UInt64
}
