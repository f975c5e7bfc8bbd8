internal import WaiterPlatform

/// A small language model on this machine.
///
/// The model requires no API key and no account. After the installation, it requires no network connection.
///
/// A value of this type has no state. All data is in the directory, and running servers are found by their file locks.
/// Any number of processes can therefore use the model concurrently.
public struct LocalModel: Sendable {
    let installation: Installation
    let machine: Machine

    /// Creates a local model that uses a directory. The directory does not have to exist yet.
    ///
    /// - Parameters:
    ///   - directory: An absolute path, such as `$XDG_DATA_HOME/waiter/local`. The directory is created with mode 0700.
    ///   - environment: The environment variables, including PATH. pip and the engine inherit only allowed variables.
    public init(directory: String, environment: [String: String]) {
        self.init(directory: directory, environment: environment, machine: Machine())
    }

    init(directory: String, environment: [String: String], machine: Machine) {
        var path = directory
        while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
        installation = Installation(layout: Layout(directory: path), environment: environment)
        self.machine = machine
    }

    var layout: Layout { installation.layout }

    /// Returns the status of the installation and the server.
    ///
    /// If a server is running, this method sends a request to the server.
    public func status() async -> LocalStatus {
        let modelBytes = FileSystem.size(of: layout.modelFile)
        var status = LocalStatus(
            directory: layout.directory,
            engine: installation.engine(),
            modelFile: installation.isModelInstalled ? layout.modelFile : nil,
            modelFileBytes: installation.isModelInstalled ? modelBytes ?? 0 : 0,
            installedBytes: DirectoryTree.size(layout.directory),
            server: nil,
            isAnswering: false,
            isStarting: false,
            logFile: layout.logFile
        )
        switch presence() {
        case .none: break
        case .starting: status.isStarting = true
        case .ready(let state):
            status.server = state.runningServer(logFile: layout.logFile)
            status.isAnswering = await isReady(state)
        }
        return status
    }

    /// The name under which the installed model is served.
    public static var installedModelName: String { Pins.modelName }
}
