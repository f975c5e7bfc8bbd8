/// An event reported by a server, for logs and progress displays.
///
/// All text comes from the server and must not be trusted. Control characters have been removed from the text.
public enum MCPEvent: Sendable, Hashable {
    /// The progress of a call: the number of completed steps, the total number of steps, and a description.
    case progress(tool: String, done: Double, total: Double?, message: String?)
    /// A log message from the server and its level, such as `warning`.
    case log(level: String, text: String)
    /// The server announced that its tools have changed.
    case toolsChanged
    /// A tool was not offered to the model, for the given reason.
    case toolRejected(name: String, reason: String)
    /// The server's program exited and was started again.
    case restarted
}
