/// An engine's listening socket, as identified by the kernel.
///
/// Socket inode numbers are unique until their counter overflows, and a process ID together with a start time is
/// unique. No other process or socket can therefore be mistaken for this one.
struct EngineSocket: Codable, Hashable, Sendable {
    /// The process that holds the socket open, in the format of `ProcessIdentity.text`.
    var process: String
    /// The inode of the socket.
    var inode: UInt64
}
