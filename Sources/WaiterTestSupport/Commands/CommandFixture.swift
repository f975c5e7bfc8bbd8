internal import Foundation
internal import Synchronization
internal import WaiterPlatform

/// The built `waiter`, run with a home and an environment of its own.
///
/// Nothing of the machine reaches it: no keys, no configuration, no proxies. What it leaves behind is removed.
public final class CommandFixture: Sendable {
    /// The command's HOME.
    public let home: String
    /// The command's WAITER_HOME, where its config file, keys and local model lie.
    public let waiterHome: String
    /// The longest that a command may run.
    public let limit: Duration

    private static let spawning = Mutex(())
    /// Tests run all at once; their commands must not, or each would be slow enough to look stuck.
    private static let shared = Slots(6)
    private let slots: Slots

    /// Makes a home.
    ///
    /// - Parameter atOnce: How many commands may run at once in this home, whatever others do; nil for a share of what
    ///   all tests have together.
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

    /// The executable: WAITER_TEST_BINARY, else the `waiter` that was built beside the tests; nil when there is none.
    public static let executable: String? = {
        if let path = ProcessInfo.processInfo.environment["WAITER_TEST_BINARY"] { return path }
        // Beside the test bundle on Linux, beside the bundle's folder on macOS.
        var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appendingPathComponent("waiter").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    /// Writes a file into WAITER_HOME.
    public func write(_ text: String, to name: String, mode: Int = 0o600) throws {
        let path = waiterHome + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// The names of all files in WAITER_HOME and below.
    public func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: waiterHome).filter { name in
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: waiterHome + "/" + name, isDirectory: &isDirectory)
                && !isDirectory.boolValue
        }
    }

    /// Makes a directory in WAITER_HOME.
    public func makeDirectory(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: waiterHome + "/" + name, withIntermediateDirectories: true)
    }

    /// Runs a command to its end.
    ///
    /// - Parameters:
    ///   - environment: Added to PATH, HOME and WAITER_HOME; an empty value takes one of these away.
    ///   - executable: Another program than `waiter`, such as a shell that calls it.
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

    /// Starts a command, as soon as not too many others run.
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
        // One at a time: another command must not inherit the descriptors of this one before they are marked.
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
