/// The command line that runs this program as the supervisor of the server.
public struct ServerLaunch: Sendable, Hashable {
    /// The absolute path of the executable.
    public var executable: String
    /// The arguments that precede the argument added by this module, such as `["local", "run"]`.
    public var arguments: [String]

    /// Creates a command line.
    ///
    /// The program must pass its last argument to `LocalModel.supervise(request:environment:)`.
    public init(executable: String, arguments: [String]) {
        self.executable = executable
        self.arguments = arguments
    }
}
