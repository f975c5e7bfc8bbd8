/// Where a command's standard output and standard error lead.
public struct CommandStreams: Sendable {
    /// Where one of them leads.
    public enum Sink: Sendable, Equatable {
        /// A pipe that the test reads.
        case pipe
        /// The command's terminal.
        case terminal
        /// A file, such as `/dev/full`.
        case file(String)
        /// No descriptor at all.
        case closed
        /// A pipe that stays open and is never read.
        case unreadPipe
        /// A pipe whose reader has gone.
        case brokenPipe
    }

    /// Where standard output leads.
    public var output: Sink
    /// Where standard error leads.
    public var error: Sink
    /// How many characters fit on a line of the terminal.
    public var columns: UInt16
    /// Whether the terminal shows what is typed.
    public var echoes: Bool

    /// Makes streams; without arguments both are pipes.
    public init(output: Sink = .pipe, error: Sink = .pipe, columns: UInt16 = 80, echoes: Bool = false) {
        self.output = output
        self.error = error
        self.columns = columns
        self.echoes = echoes
    }

    /// Both on one terminal, as a person sees them.
    public static let terminal = CommandStreams(output: .terminal, error: .terminal)
}
