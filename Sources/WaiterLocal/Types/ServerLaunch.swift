/// The command line with which this program runs as the server's supervisor.
public struct ServerLaunch: Sendable, Hashable {
    /// The absolute path of the executable.
    public var executable: String
    /// The arguments before the one that this module adds, such as `["local", "run"]`.
    public var arguments: [String]

    /// Creates a launch.
    ///
    /// The executable must pass its last argument to `LocalModel.supervise(request:environment:)`.
    public init(executable: String, arguments: [String]) {
        self.executable = executable
        self.arguments = arguments
    }
}
