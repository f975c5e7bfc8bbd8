internal import Foundation
internal import Synchronization
internal import WaiterPlatform

/// Runs the compiled `waiter` binary with its own home directory and environment.
///
/// The machine's API keys, configuration and proxies are not visible to the command. The home directory is removed when
/// the fixture is released.
public final class CommandFixture: Sendable {
    /// The value of `HOME`.
    public let home: String
    /// The value of `WAITER_HOME`, the directory that contains the config file, the keys and the local model.
    public let waiterHome: String
    /// The maximum run time of a command.
    public let limit: Duration

    private static let spawning = Mutex(())
    /// The maximum number of concurrent commands. All fixtures share this limit. Tests run concurrently, and their
    /// commands would time out if too many of them ran at once.
    private static let shared = Slots(6)
    private let slots: Slots

    /// Creates a home directory.
    ///
    /// - Parameters:
    ///   - limit: The maximum run time of a command.
    ///   - atOnce: The maximum number of concurrent commands for this fixture alone, or `nil` to use the limit that all
    ///     fixtures share.
    /// - Throws: A Cocoa error if the directory cannot be created.
    public init(limit: Duration = .seconds(60), atOnce: Int? = nil) throws {
        slots = atOnce.map(Slots.init) ?? Self.shared
        home = NSTemporaryDirectory() + "waiter-command-\(UUID().uuidString)"
        waiterHome = home + "/waiter"
        self.limit = limit
        try FileManager.default.createDirectory(atPath: waiterHome, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: home)
    }

    /// The path of the `waiter` executable, or `nil` if there is none. The path is the value of `WAITER_TEST_BINARY` if
    /// that variable is set. Otherwise, it is the path of the executable that was built next to the tests.
    public static let executable: String? = {
        if let path = ProcessInfo.processInfo.environment["WAITER_TEST_BINARY"] { return path }
        // The executable is next to the test bundle on Linux, and next to the bundle's parent directory on macOS.
        var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appendingPathComponent("waiter").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    /// Writes a file to `WAITER_HOME`.
    public func write(_ text: String, to name: String, mode: Int = 0o600) throws {
        let path = waiterHome + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// Returns the paths of all files under `WAITER_HOME`.
    public func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: waiterHome).filter { name in
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: waiterHome + "/" + name, isDirectory: &isDirectory)
                && !isDirectory.boolValue
        }
    }

    /// Creates a directory in `WAITER_HOME`.
    public func makeDirectory(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: waiterHome + "/" + name, withIntermediateDirectories: true)
    }

    /// Runs a command and waits for its result.
    ///
    /// - Parameters:
    ///   - arguments: The arguments of the command.
    ///   - input: The standard input.
    ///   - environment: Variables to set in addition to `PATH`, `HOME` and `WAITER_HOME`. To remove one of these three
    ///     variables, pass an empty value for it.
    ///   - streams: The destinations of standard output and standard error.
    ///   - executable: A program to run instead of `waiter`, such as a shell that runs `waiter`.
    /// - Returns: The exit status and the output of the command.
    /// - Throws: `SocketError` if the command cannot be started.
    public func run(
        _ arguments: [String],
        input: CommandInput = .empty,
        environment: [String: String] = [:],
        streams: CommandStreams = CommandStreams(),
        executable: String? = nil
    ) async throws -> CommandResult {
        try await start(
            arguments,
            input: input,
            environment: environment,
            streams: streams,
            executable: executable
        ).result()
    }

    /// Starts a command as soon as the limit on concurrent commands allows it.
    public func start(
        _ arguments: [String],
        input: CommandInput = .empty,
        environment: [String: String] = [:],
        streams: CommandStreams = CommandStreams(),
        executable: String? = nil
    ) async throws -> RunningCommand {
        guard let executable = executable ?? Self.executable else {
            throw SocketError(call: "find waiter", number: ENOENT)
        }
        await slots.acquire()
        do {
            return try launch(executable, arguments, input, environment, streams)
        } catch {
            slots.release()
            throw error
        }
    }

    private func launch(
        _ executable: String,
        _ arguments: [String],
        _ input: CommandInput,
        _ additions: [String: String],
        _ streams: CommandStreams
    ) throws -> RunningCommand {
        let environment = environment(additions)
        // Commands are started one at a time. Otherwise, a command could inherit the descriptors of another command
        // before these descriptors are marked close-on-exec.
        let (plumbing, processID) = try Self.spawning.withLock { _ in
            let plumbing = try Plumbing(input, streams)
            defer { plumbing.closeCommandEnds() }
            let spawner = Spawner(
                executable: executable,
                arguments: arguments,
                environment: environment,
                descriptors: plumbing.descriptors
            )
            return (plumbing, try spawner.spawn())
        }
        let command = RunningCommand(
            processID: processID,
            output: plumbing.output,
            error: plumbing.error,
            input: plumbing.input,
            heldOpen: plumbing.heldOpen,
            limit: limit,
            onEnd: { [slots] in slots.release() }
        )
        if case .bytes(let bytes) = input { command.feed(bytes) }
        return command
    }

    private func environment(_ additions: [String: String]) -> [String: String] {
        var environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home, "WAITER_HOME": waiterHome]
        environment["TMPDIR"] = ProcessInfo.processInfo.environment["TMPDIR"]
        for (name, value) in additions { environment[name] = value.isEmpty && environment[name] != nil ? nil : value }
        return environment
    }
}
