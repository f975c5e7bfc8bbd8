internal import Subprocess
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// The process that owns an engine. It starts the engine, reports when the engine is responding, stops it, and cleans
/// up.
///
/// The engine reports its own address on a pipe. Only the engine can write to the pipe, and only this process can read
/// from it. Other listeners on this machine are never queried or trusted.
struct Supervisor {
    /// The reason that the engine is stopped or has exited.
    enum Ending: Sendable {
        case signal(Int32)
        /// The server is idle.
        ///
        /// The start lock is held until this process exits. Therefore, no other process uses a server that is shutting
        /// down.
        case idle(FileLock)
        case engineEnded
        case noAnswer
        /// None of the engine's processes is listening on the port that the engine reported.
        case foreignListener
        /// The engine accepts requests without its key.
        case noKey
    }

    var installation: Installation
    var machine: Machine
    var options: ServerOptions

    private var layout: Layout { installation.layout }
    private var log: LogFile { LogFile(path: layout.logFile) }

    func run() async throws {
        try PrivateFile.createDirectory(layout.directory)
        try layout.checkDirectory()
        let signals = TerminationSignals.stream()
        guard let lock = try ProcessLock.tryAcquire(layout.serverLock) else {
            log.append(line: "another server is already running")
            return
        }
        defer { withExtendedLifetime(lock) {} }
        let logStart = FileSystem.size(of: layout.logFile) ?? 0
        do {
            try await serve(signals, logStart: logStart)
        } catch {
            let known = error as? LocalModelError
            let tail = log.tail(since: logStart)
            let failure = known ?? .startFailed("\(error)", layout: layout, log: tail)
            leaveFailure(failure)
            throw failure
        }
    }

    private func serve(_ signals: AsyncStream<Int32>, logStart: Int64) async throws {
        let state = try await initialState()
        try PrivateFile.replace(layout.serverScript, with: PackageResources.llama_server_py)
        defer { unlink(layout.keyFile) }
        let ending = try await runEngine(state, signals: signals)
        switch ending {
        case .signal(let number):
            log.append(line: "stopped by signal \(number)")
        case .idle:
            log.append(line: "stopped after \(Int(state.idleTimeoutSeconds)) s without a request")
        case .engineEnded, .noAnswer, .foreignListener, .noKey:
            let tail = log.tail(since: logStart)
            log.append(line: "the engine \(ending.defect)")
            if wasReady { break }
            throw await failure(after: ending, log: tail)
        }
        unlink(layout.stateFile)
        // An `idle` ending holds the start lock, which must not be released until the file is removed.
        withExtendedLifetime(ending) {}
    }

    private var wasReady: Bool { ServerState.read(from: layout.stateFile)?.phase == .ready }

    private func failure(after ending: Ending, log: String) async -> LocalModelError {
        switch ending {
        case .noAnswer: return .startTimedOut(options.startTimeout, layout: layout, log: log)
        case .engineEnded:
            // Another program might have bound the port since the check.
            if let port = options.port, await !machine.isPortFree(port) { return .portInUse(port) }
            return .startFailed("the engine exited", layout: layout, log: log)
        default: return .startFailed("the engine \(ending.defect)", layout: layout, log: log)
        }
    }

    private func initialState() async throws -> ServerState {
        let (engine, modelFile) = try installation.engineAndModel(for: options)
        if let port = options.port, await !machine.isPortFree(port) { throw LocalModelError.portInUse(port) }
        let idle = options.idleTimeout.components
        return ServerState(
            phase: .starting,
            processID: getpid(),
            processStart: ProcessIdentity.current.start,
            port: 0,
            key: .random(),
            model: ModelFile.modelName(of: modelFile, layout: layout),
            modelFile: modelFile,
            engine: engine,
            startedAt: machine.currentDate(),
            idleTimeoutSeconds: Double(idle.seconds) + Double(idle.attoseconds) / 1e18,
            contextSize: options.contextSize
        )
    }

    private func engineCommand(_ state: ServerState, key: LocalServerKey, word: String) throws -> EngineCommand {
        let settings = EngineCommand.Settings(
            modelFile: state.modelFile,
            model: state.model,
            port: options.port ?? 0,
            contextSize: options.contextSize,
            slots: options.slots,
            threads: options.threads ?? Processors.threads(),
            key: key,
            word: word
        )
        return try EngineCommand.make(
            engine: state.engine,
            settings: settings,
            layout: layout,
            environment: installation.environment
        )
    }

    /// Runs the engine until it exits by itself, or until it is stopped by a signal, the idle timeout or the start
    /// timeout. This method returns after the engine has exited.
    private func runEngine(_ state: ServerState, signals: AsyncStream<Int32>) async throws -> Ending {
        try state.write(to: layout.stateFile)
        let key = state.key ?? .random()
        if state.engine.kind == .llamaServer {
            try PrivateFile.replace(layout.keyFile, with: Array("\(key.value)\n".utf8))
        }
        // Like the key, the token is random and is never written to the engine's log.
        let word = LocalServerKey.random().value
        let command = try engineCommand(state, key: key, word: word)
        log.append(line: "starting \(state.model) with \(state.engine.kind.rawValue)")
        let log = log
        let result = try await Subprocess.run(
            .path(FilePath(command.executable)),
            arguments: Arguments(command.arguments),
            environment: .only(command.environment),
            platformOptions: CommandRunner.ownGroup(),
            // The input remains open after the first line. End of input means that this process has exited.
            input: .inputWriter,
            output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            let reported = ReportedPort()
            if !command.input.isEmpty { _ = try? await execution.standardInputWriter.write(command.input) }
            return try await withThrowingTaskGroup(of: Ending?.self) { group in
                group.addTask {
                    var report = EngineReport(engine: state.engine.kind, word: word)
                    for try await bytes in execution.standardOutput {
                        let bytes = bytes.withUnsafeBytes { Array($0) }
                        log.append(bytes)
                        if let port = report.append(bytes) { reported.report(port) }
                    }
                    return .engineEnded
                }
                group.addTask {
                    for await number in signals { return .signal(number) }
                    return nil
                }
                let engine = execution.processIdentifier.value
                group.addTask { try await watch(state, key: key, reported, engine: engine) }
                var ending: Ending?
                while ending == nil, let next = try await group.next() { ending = next }
                await execution.teardown(
                    using: [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(5))])
                group.cancelAll()
                return ending ?? .engineEnded
            }
        }
        return result.closureResult
    }

    /// Waits until the engine has reported its address and is responding. Then publishes the state, and waits until the
    /// engine has been idle for long enough.
    private func watch(
        _ state: ServerState,
        key: LocalServerKey,
        _ reported: ReportedPort,
        engine: pid_t
    ) async throws -> Ending {
        let elapsed = machine.clock.stopwatch()
        var access: ServerAccess?
        while true {
            if access == nil, let port = reported.port {
                access = ServerAccess.find(port: port, key: key, group: engine)
                guard access != nil else { return .foreignListener }
            }
            if let access, await ServerHealth.isReady(access, clock: machine.clock),
                let wantsKey = await ServerHealth.wantsKey(access, clock: machine.clock)
            {
                guard wantsKey else { return .noKey }
                var ready = state
                (ready.phase, ready.port, ready.socket) = (.ready, access.port, access.socket)
                try ready.write(to: layout.stateFile)
                log.append(line: "listening on port \(access.port)")
                return try await waitUntilIdle(access, elapsed)
            }
            guard elapsed() < options.startTimeout else { return .noAnswer }
            try await machine.clock.sleep(for: .milliseconds(50))
        }
    }

    private func waitUntilIdle(_ access: ServerAccess, _ elapsed: @Sendable () -> Duration) async throws -> Ending {
        var monitor = IdleMonitor(timeout: options.idleTimeout, startingAt: elapsed())
        while true {
            let observation = try await ServerCounters.observe(access, lease: lease, clock: machine.clock)
            switch monitor.observe(observation, at: elapsed()) {
            case .stay(let pause):
                try await machine.clock.sleep(for: pause)
            case .stop:
                if let lock = try lockedForStopping() { return .idle(lock) }
                monitor.extend(at: elapsed())
                try await machine.clock.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Acquires the start lock or returns `nil` if another process holds the lock. That process is about to use the
    /// server.
    private func lockedForStopping() throws -> FileLock? {
        try FileLock.tryAcquire(layout.startLock)
    }

    private var lease: Int64 { FileSystem.modificationTime(of: layout.startLock) }

    /// Publishes an error to the process waiting in `start`.
    ///
    /// If publishing the error fails, the other process still detects that this process has exited.
    private func leaveFailure(_ error: LocalModelError) {
        log.append(line: error.description)
        let engine = LocalEngine(kind: .xllamacpp, path: layout.enginePython)
        var state = ServerState(
            phase: .failed,
            processID: getpid(),
            port: options.port ?? 0,
            model: Pins.modelName,
            modelFile: layout.modelFile,
            engine: engine,
            startedAt: machine.currentDate(),
            idleTimeoutSeconds: 0
        )
        state.failure = .init(error)
        try? state.write(to: layout.stateFile)
    }
}

extension Supervisor.Ending {
    /// A description of the reason. In messages, it follows the words "the engine".
    fileprivate var defect: String {
        switch self {
        case .noAnswer: "does not respond"
        case .foreignListener: "does not listen on the reported port"
        case .noKey: "accepts requests without the key"
        default: "exited unexpectedly"
        }
    }
}
