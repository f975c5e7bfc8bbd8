/// Something that a server reported, for logs and progress displays.
///
/// All texts are free of control characters. They come from the server: do not act on them.
public enum MCPEvent: Sendable, Hashable {
    /// The progress of a call: the steps done, of how many, and a description.
    case progress(tool: String, done: Double, total: Double?, message: String?)
    /// A message of the server's log, with its level, such as `warning`.
    case log(level: String, text: String)
    /// The server announced that its tools have changed.
    case toolsChanged
    /// A tool that is not offered to the model, with the reason.
    case toolRejected(name: String, reason: String)
    /// The program of the server exited and was started again.
    case restarted
}
