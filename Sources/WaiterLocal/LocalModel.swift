internal import WaiterPlatform

/// A small language model on this machine, which needs no key, no account and, once installed, no network.
///
/// A value without state: everything lies in the directory, and what runs is found through locks that the kernel keeps,
/// so that any number of processes can use it side by side.
public struct LocalModel: Sendable {
    let layout: Layout
    let environment: [String: String]
    let system: System

    /// Uses a directory, which need not exist yet, and the environment of the user.
    ///
    /// - Parameters:
    ///   - directory: An absolute path, such as `$XDG_DATA_HOME/waiter/local`. It is made with mode 0700.
    ///   - environment: Where PATH is looked up, and what pip and the engine inherit (without API keys).
    public init(directory: String, environment: [String: String]) {
        self.init(directory: directory, environment: environment, system: System())
    }

    init(directory: String, environment: [String: String], system: System) {
        var path = directory
        while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
        layout = Layout(directory: path)
        self.environment = environment
        self.system = system
    }

    /// The seams to the machine that tests replace.
    struct System: Sendable {
        var availableBytes: @Sendable (String) -> Int64? = { FileSystem.availableBytes(at: $0) }
        var choosePort: @Sendable (Int?) async throws -> Int = { try await PortChoice.choose(asked: $0) }
    }

    /// What is installed and what runs; asks the server, if one runs, whether it answers.
    public func status() async -> LocalStatus {
        let modelBytes = FileSystem.size(of: layout.modelFile)
        var status = LocalStatus(
            directory: layout.directory,
            engine: engine(),
            modelFile: isModelInstalled ? layout.modelFile : nil,
            modelFileBytes: isModelInstalled ? modelBytes ?? 0 : 0,
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
            status.isAnswering = await isHealthy(port: state.port)
        }
        return status
    }

    /// The name under which the model that `install` brings is served.
    public static var installedModelName: String { Pins.modelName }

    /// The engine that a start would use: `llama-server` on the PATH, else the installed one, else nil.
    func engine(_ kind: LocalEngine.Kind? = nil) -> LocalEngine? {
        if kind != .xllamacpp, let path = ExecutableSearch(environment: environment).first("llama-server") {
            return LocalEngine(kind: .llamaServer, path: path)
        }
        guard kind != .llamaServer, isEngineInstalled else { return nil }
        return LocalEngine(kind: .xllamacpp, path: layout.enginePython)
    }

    /// The environment is complete, and the Python it was made from is still there.
    var isEngineInstalled: Bool {
        FileSystem.size(of: layout.engineMarker) != nil && FileSystem.isExecutable(layout.enginePython)
    }

    /// The file was verified before it was moved to its place, so its size suffices from then on.
    var isModelInstalled: Bool {
        FileSystem.size(of: layout.modelFile) == Pins.modelFileBytes
    }
}
