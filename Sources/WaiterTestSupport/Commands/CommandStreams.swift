/// The destinations of a command's standard output and standard error.
public struct CommandStreams: Sendable {
    /// The destination of one stream.
    public enum Sink: Sendable, Equatable {
        /// A pipe that the test reads.
        case pipe
        /// The command's terminal.
        case terminal
        /// A file, such as `/dev/full`.
        case file(String)
        /// A closed descriptor.
        case closed
        /// A pipe that stays open and is never read.
        case unreadPipe
        /// A pipe whose read end is closed.
        case brokenPipe
    }

    /// The destination of standard output.
    public var output: Sink
    /// The destination of standard error.
    public var error: Sink
    /// The width of the terminal in columns.
    public var columns: UInt16
    /// Whether the terminal echoes typed input.
    public var echoes: Bool

    /// Creates streams. By default, standard output and standard error are pipes.
    public init(output: Sink = .pipe, error: Sink = .pipe, columns: UInt16 = 80, echoes: Bool = false) {
        self.output = output
        self.error = error
        self.columns = columns
        self.echoes = echoes
    }

    /// Standard output and standard error on one terminal, as in interactive use.
    public static let terminal = CommandStreams(output: .terminal, error: .terminal)
}
