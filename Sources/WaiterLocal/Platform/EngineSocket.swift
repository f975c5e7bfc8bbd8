/// An engine's listening socket, as identified by the kernel.
///
/// The inode number of a socket is unique until the kernel's counter overflows. The combination of a process ID and a
/// start time is also unique. Therefore, these values do not match any other process or socket.
struct EngineSocket: Codable, Hashable, Sendable {
    /// The process that holds the socket open, in the format of `ProcessIdentity.text`.
    var process: String
    /// The inode of the socket.
    var inode: UInt64
}
