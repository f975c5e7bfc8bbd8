/// The exit status and output of a command.
public struct CommandResult: Sendable {
    /// The exit code, or `nil` if the command was terminated by a signal.
    public var exitCode: Int32?
    /// The signal that terminated the command, or `nil` if it exited.
    public var signal: Int32?
    /// Whether the command exceeded the fixture's time limit and was killed.
    public var isTimedOut: Bool
    /// Standard output.
    public var outputBytes: [UInt8]
    /// Standard error, which is empty if it shares a terminal with standard output.
    public var errorBytes: [UInt8]

    /// Standard output as text.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Standard error as text.
    public var error: String { String(decoding: errorBytes, as: UTF8.self) }
    /// The lines of standard error.
    public var errorLines: [String] { error.split(separator: "\n").map(String.init) }
}
