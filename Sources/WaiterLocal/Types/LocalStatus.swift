/// What is installed and what runs.
public struct LocalStatus: Sendable, Hashable {
    /// The directory that holds everything.
    public var directory: String
    /// The engine that a start would use; nil when none is installed.
    public var engine: LocalEngine?
    /// The installed model file; nil when there is none.
    public var modelFile: String?
    /// The size of the installed model file in bytes.
    public var modelFileBytes: Int64
    /// What the directory takes on the disk, in bytes.
    public var installedBytes: Int64
    /// The server, if one runs.
    public var server: RunningServer?
    /// Whether that server answered just now; a server that runs without answering is stuck or very busy.
    public var isAnswering: Bool
    /// Whether a server is loading its model and will answer soon.
    public var isStarting: Bool
    /// Where the server writes what it does.
    public var logFile: String

    /// Whether a start without a model file of one's own would find all it needs.
    public var isInstalled: Bool { engine != nil && modelFile != nil }
}
