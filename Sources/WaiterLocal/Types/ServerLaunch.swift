/// How to call this program again as the supervisor of the server.
public struct ServerLaunch: Sendable, Hashable {
    /// The absolute path of the executable.
    public var executable: String
    /// The words before the one argument that this module adds, such as `["local", "run"]`.
    public var arguments: [String]

    /// Makes a launch; the executable must hand its last argument to `LocalModel.supervise(request:environment:)`.
    public init(executable: String, arguments: [String]) {
        self.executable = executable
        self.arguments = arguments
    }
}
