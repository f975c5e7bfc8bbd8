/// The listening socket of an engine, as the kernel identifies it.
///
/// Inode numbers of sockets are unique until their counter overflows, and a process ID is unique together with its
/// start time. No other process or socket can therefore take the place of this one.
struct EngineSocket: Codable, Hashable, Sendable {
    /// The process that has the socket open, as in `ProcessIdentity.text`.
    var process: String
    /// The inode of the socket.
    var inode: UInt64
}
