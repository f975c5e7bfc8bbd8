internal import Subprocess
internal import WaiterPlatform

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

extension LocalModel {
    /// Starts a server if no server is running. Returns the server when it is ready.
    ///
    /// If a server is already running, its idle timer is reset and that server is returned. If several processes call
    /// this method at the same time, one of them starts the server, and every call returns it. If the options specify a
    /// port or a model file, a server that is already running must use that port or model file.
    ///
    /// - Parameters:
    ///   - options: The options for a new server.
    ///   - launch: The command line that starts this program as the supervisor.
    ///   - progress: A closure that is called when the phase changes, and about ten times per second during a phase.
    /// - Returns: The running server.
    /// - Throws: `LocalModelError`. If the task is cancelled, the server that is being started is stopped, and this
    ///   method throws `CancellationError`.
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

    /// Returns the running server, or `nil` if no server is running. If another process is starting a server, this
    /// method first waits for that server.
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
                // The server is running but does not respond, so it is stopped.
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
        // Fail early if the port is in use. The engine can still fail to bind the port later.
        if let port = options.port, await !machine.isPortFree(port) { throw LocalModelError.portInUse(port) }
        unlink(layout.stateFile)
        let log = LogFile(path: layout.logFile)
        log.rotateIfLarge()
        let logStart = FileSystem.size(of: layout.logFile) ?? 0
        let request = SupervisorRequest(directory: layout.directory, options: options)
        // The process is started in a separate task. Otherwise, cancellation could orphan a process that has just been
        // started.
        let processID = try await Task { try await spawn(launch, request: request) }.value
        do {
            return try await awaitReady(processID, options, logStart: logStart, report: report)
        } catch {
            // If the task is cancelled early, the supervisor might not have acquired the lock yet. `stopHoldingLock`
            // would then not find the supervisor.
            let hasEnded = (error as? LocalModelError)?.code == .startFailed
            if !hasEnded && ProcessLock.holder(of: layout.serverLock) == nil { kill(processID, SIGTERM) }
            // A separate task stops the partially started server, because a cancelled task cannot wait.
            await Task { _ = try? await stopHoldingLock() }.value
            throw error
        }
    }

    /// Starts the supervisor in a new session. The supervisor therefore does not receive signals that are sent to this
    /// process.
    ///
    /// An intermediate shell starts the supervisor in the background and exits. The supervisor then becomes a child of
    /// another process, so this process does not have to reap the supervisor.
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
            throw LocalModelError.startFailed("its process could not be started", layout: layout, log: "")
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
            // The presence is determined before the state file is read, because a supervisor writes its final state
            // before it exits.
            let presence = presence()
            if let failure = ServerState.read(from: layout.stateFile)?.failure { throw failure.error }
            switch presence {
            case .ready(let state):
                if let server = state.runningServer(logFile: layout.logFile) { return server }
            case .starting: wasSeen = true
            case .none:
                // Until the supervisor is known to hold the lock, check whether its process is running.
                guard !wasSeen, kill(processID, 0) == 0 else { throw ended(log.tail(since: logStart)) }
            }
            report(.loading)
            try await machine.clock.sleep(for: .milliseconds(50))
        }
        throw LocalModelError.startTimedOut(options.startTimeout, layout: layout, log: log.tail(since: logStart))
    }

    /// Returns the error for a supervisor that exited without reporting an error. This can happen, for example, if the
    /// disk is full.
    private func ended(_ log: String) -> LocalModelError {
        let available = machine.availableBytes(layout.directory)
        guard (available ?? .max) < 1_000_000 else {
            return .startFailed("its process exited", layout: layout, log: log)
        }
        return .diskFull(needed: nil, available: available, directory: layout.directory)
    }

    /// Returns the options with an absolute path to the model file. The supervisor runs in another directory, so a
    /// relative path would not be valid.
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
