/// The status of the installation and the server.
public struct LocalStatus: Sendable, Hashable {
    /// The directory for all files.
    public var directory: String
    /// The engine that a new server would use, or `nil` if no engine is available.
    public var engine: LocalEngine?
    /// The installed model file, or `nil` if the model is not installed.
    public var modelFile: String?
    /// The size of the installed model file in bytes.
    public var modelFileBytes: Int64
    /// The disk usage of the directory in bytes.
    public var installedBytes: Int64
    /// The running server, or `nil` if no server is running.
    public var server: RunningServer?
    /// Whether the server responded to the request sent by `status()`. If it did not respond, the server is stuck or
    /// very busy.
    public var isAnswering: Bool
    /// Whether a server is loading its model and will respond soon.
    public var isStarting: Bool
    /// The path of the server's log.
    public var logFile: String

    /// Whether an engine and the model are installed, in which case the server can be started without a custom model
    /// file.
    public var isInstalled: Bool { engine != nil && modelFile != nil }
}
