internal import Subprocess
internal import WaiterPlatform

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

extension LocalModel {
    /// Makes sure that a server runs, and returns it when it answers.
    ///
    /// When one runs already, it is returned, and its idle time starts anew. When several processes call this at once,
    /// one starts the server and all get the same. A port or model file that is asked for must be that of the running
    /// server.
    ///
    /// - Parameters:
    ///   - options: How to run it, if it does not run yet.
    ///   - launch: How to call this program again as the supervisor.
    ///   - progress: Called when the phase changes and then some ten times a second.
    /// - Throws: `LocalModelError`. A cancelled task ends the server it was starting and throws `CancellationError`.
    public func start(
        _ options: ServerOptions = ServerOptions(),
        launch: ServerLaunch,
        progress: @escaping @Sendable (StartProgress) -> Void = { _ in }
    ) async throws -> RunningServer {
        let elapsed = machine.clock.stopwatch()
        func report(_ phase: StartProgress.Phase) {
            progress(StartProgress(phase: phase, elapsed: elapsed()))
        }
        let options = try absolute(options.validated())
        do {
            try PrivateFile.createDirectory(layout.directory)
            try layout.checkDirectory()
            return try await FileLock.withLock(layout.startLock, clock: machine.clock) {
                report(.waitingForOther)
            } body: {
                FileSystem.touch(layout.startLock)
                if let server = try await running(options, report: report) { return server }
                return try await startNew(options, launch: launch, report: report)
            }
        } catch let failure as FileSystemError {
            guard failure.isDiskFull else { throw LocalModelError.directoryUnusable(failure) }
            let available = machine.availableBytes(layout.directory)
            throw LocalModelError.diskFull(needed: nil, available: available, directory: layout.directory)
        }
    }

    /// The server that runs already, after waiting for one that another process left starting.
    private func running(
        _ options: ServerOptions,
        report: (StartProgress.Phase) -> Void
    ) async throws -> RunningServer? {
        var isFirstLook = true
        let elapsed = machine.clock.stopwatch()
        while true {
            switch presence() {
            case .none: return nil
            case .starting where elapsed() < options.startTimeout: report(.waitingForOther)
            case .ready(let state) where await isReady(state):
                guard let server = state.runningServer(logFile: layout.logFile) else { return nil }
                try check(server, against: options)
                return server
            case .ready where isFirstLook: isFirstLook = false
            default:
                // It lives and does not answer, so it is of no use to anyone.
                _ = try await stopHoldingLock()
                return nil
            }
            try await machine.clock.sleep(for: .milliseconds(100))
        }
    }

    private func check(_ server: RunningServer, against options: ServerOptions) throws {
        if let file = options.modelFile, file != server.modelFile {
            throw LocalModelError.otherServerRunning(server, asked: file)
        }
        if let port = options.port, port != server.port {
            throw LocalModelError.otherServerRunning(server, asked: "port \(port)")
        }
    }

    private func startNew(
        _ options: ServerOptions,
        launch: ServerLaunch,
        report: (StartProgress.Phase) -> Void
    ) async throws -> RunningServer {
        report(.launching)
        _ = try installation.engineAndModel(for: options)
        // Said here at once; whether the engine can bind it, only the engine knows.
        if let port = options.port, await !machine.isPortFree(port) { throw LocalModelError.portInUse(port) }
        unlink(layout.stateFile)
        let log = LogFile(path: layout.logFile)
        log.rotateIfLarge()
        let logStart = FileSystem.size(of: layout.logFile) ?? 0
        let request = SupervisorRequest(directory: layout.directory, options: options)
        // In a task of its own, so that a cancellation right now cannot lose the process it has just started.
        let processID = try await Task { try await spawn(launch, request: request) }.value
        do {
            return try await awaitReady(processID, options, logStart: logStart, report: report)
        } catch {
            // A cancelled start may be quicker than its supervisor, which has then no lock by which it could be found.
            let hasEnded = (error as? LocalModelError)?.code == .startFailed
            if !hasEnded && ProcessLock.holder(of: layout.serverLock) == nil { kill(processID, SIGTERM) }
            // Not left behind half started. In a task of its own too: what is cancelled cannot wait.
            await Task { _ = try? await stopHoldingLock() }.value
            throw error
        }
    }

    /// Starts the supervisor as the leader of a session of its own, which nothing that happens to this process reaches.
    ///
    /// A shell in between puts it in the background and ends, so that it is nobody's child that has to be waited for.
    private func spawn(_ launch: ServerLaunch, request: SupervisorRequest) async throws -> Int32 {
        let script = """
            umask 077
            cd "$1" || exit 1
            log=$2
            shift 2
            "$@" </dev/null >>"$log" 2>&1 &
            echo $!
            """
        var options = PlatformOptions()
        options.createSession = true
        let arguments = ["-c", script, "sh", layout.directory, layout.logFile, launch.executable] + launch.arguments
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: Arguments(arguments + [try request.encoded()]),
            environment: .only(ChildEnvironment.engine(installation.environment)),
            platformOptions: options,
            output: .string(limit: 64),
            error: .discarded
        )
        let text = result.standardOutput.split(whereSeparator: \.isNewline).first.map(String.init)
        guard result.terminationStatus.isSuccess, let processID = text.flatMap({ Int32($0) }) else {
            throw LocalModelError.startFailed("its process cannot be started", layout: layout, log: "")
        }
        return processID
    }

    private func awaitReady(
        _ processID: Int32,
        _ options: ServerOptions,
        logStart: Int64,
        report: (StartProgress.Phase) -> Void
    ) async throws -> RunningServer {
        let elapsed = machine.clock.stopwatch()
        let log = LogFile(path: layout.logFile)
        var wasSeen = false
        while elapsed() < options.startTimeout {
            // Looked at before the file is read: whoever has gone has written its last word.
            let presence = presence()
            if let failure = ServerState.read(from: layout.stateFile)?.failure { throw failure.error }
            switch presence {
            case .ready(let state):
                if let server = state.runningServer(logFile: layout.logFile) { return server }
            case .starting: wasSeen = true
            case .none:
                // Before the first sight of its lock, the process itself must be there.
                guard !wasSeen, kill(processID, 0) == 0 else { throw ended(log.tail(since: logStart)) }
            }
            report(.loading)
            try await machine.clock.sleep(for: .milliseconds(50))
        }
        throw LocalModelError.startTimedOut(options.startTimeout, layout: layout, log: log.tail(since: logStart))
    }

    /// The supervisor ended without a word, as it must when the disk has no room for the word.
    private func ended(_ log: String) -> LocalModelError {
        let available = machine.availableBytes(layout.directory)
        guard (available ?? .max) < 1_000_000 else { return .startFailed("it ended", layout: layout, log: log) }
        return .diskFull(needed: nil, available: available, directory: layout.directory)
    }

    /// The supervisor runs in another directory, so a relative path must not reach it.
    private func absolute(_ options: ServerOptions) throws -> ServerOptions {
        guard let file = options.modelFile else { return options }
        var result = options
        guard let resolved = realpath(file, nil) else {
            throw LocalModelError.modelFileInvalid(file, "cannot be read (\(systemMessage(errno)))")
        }
        defer { free(resolved) }
        result.modelFile = String(cString: resolved)
        return result
    }
}
