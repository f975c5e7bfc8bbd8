/// How a command ended and what it wrote.
public struct CommandResult: Sendable {
    /// The exit code; nil when a signal ended it.
    public var exitCode: Int32?
    /// The signal that ended it; nil when it left by itself.
    public var signal: Int32?
    /// Whether it ran longer than the fixture's limit and was killed.
    public var isTimedOut: Bool
    /// Standard output.
    public var outputBytes: [UInt8]
    /// Standard error; empty when it shares a terminal with standard output.
    public var errorBytes: [UInt8]

    /// Standard output as text.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Standard error as text.
    public var error: String { String(decoding: errorBytes, as: UTF8.self) }
    /// The lines of standard error.
    public var errorLines: [String] { error.split(separator: "\n").map(String.init) }
}
