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

/// The process that owns an engine: starts it, says when it answers, ends it, and leaves nothing behind.
struct Supervisor {
    /// Why the engine is to end, or has ended.
    enum Ending: Sendable {
        case signal(Int32)
        /// Unused; the start lock is kept until this process ends, so that nobody finds a server that is going away.
        case idle(FileLock)
        case engineEnded
        case noAnswer
    }

    var installation: Installation
    var machine: Machine
    var options: ServerOptions

    private var layout: Layout { installation.layout }
    private var log: LogFile { LogFile(path: layout.logFile) }

    func run() async throws {
        try PrivateFile.createDirectory(layout.directory)
        let signals = TerminationSignals.stream()
        guard let lock = try ProcessLock.tryAcquire(layout.serverLock) else {
            log.append(line: "another server runs already")
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
        var state = try await initialState()
        try PrivateFile.replace(layout.serverScript, with: PackageResources.llama_server_py)
        var ending = try await runEngine(state, signals: signals)
        if case .engineEnded = ending, let port = await portAfterRace(state) {
            state.port = port
            ending = try await runEngine(state, signals: TerminationSignals.stream())
        }
        switch ending {
        case .signal(let number):
            log.append(line: "stopped by signal \(number)")
        case .idle:
            log.append(line: "stopped after \(Int(state.idleTimeoutSeconds)) s without a request")
        case .engineEnded, .noAnswer:
            let tail = log.tail(since: logStart)
            log.append(line: "the engine \(ending.isSilence ? "does not answer" : "ended by itself")")
            if wasReady { break }
            throw ending.isSilence
                ? LocalModelError.startTimedOut(options.startTimeout, layout: layout, log: tail)
                : LocalModelError.startFailed("the engine ended", layout: layout, log: tail)
        }
        unlink(layout.stateFile)
        // The start lock of an idle ending outlives the file.
        withExtendedLifetime(ending) {}
    }

    private var wasReady: Bool { ServerState.read(from: layout.stateFile)?.phase == .ready }

    /// Another port, when the engine ended because another program was quicker to take the one that had been free.
    private func portAfterRace(_ state: ServerState) async -> Int? {
        guard options.port == nil, !wasReady, await !PortChoice.isFree(state.port) else { return nil }
        log.append(line: "port \(state.port) was taken meanwhile")
        return PortChoice.anyFree()
    }

    private func initialState() async throws -> ServerState {
        let (engine, modelFile) = try installation.engineAndModel(for: options)
        let port = try await machine.choosePort(options.port)
        let idle = options.idleTimeout.components
        return ServerState(
            phase: .starting,
            processID: getpid(),
            port: port,
            model: ModelFile.modelName(of: modelFile, layout: layout),
            modelFile: modelFile,
            engine: engine,
            startedAt: machine.currentDate(),
            idleTimeoutSeconds: Double(idle.seconds) + Double(idle.attoseconds) / 1e18,
            contextSize: options.contextSize
        )
    }

    private func engineCommand(_ state: ServerState) throws -> EngineCommand {
        let settings = EngineCommand.ScriptSettings(
            modelFile: state.modelFile,
            model: state.model,
            port: state.port,
            contextSize: options.contextSize,
            slots: options.slots,
            threads: options.threads ?? Processors.threads()
        )
        return try EngineCommand.make(
            engine: state.engine,
            settings: settings,
            layout: layout,
            environment: installation.environment
        )
    }

    /// Runs the engine until the first of: a signal, idleness, silence, its own end. It has ended when this returns.
    private func runEngine(_ state: ServerState, signals: AsyncStream<Int32>) async throws -> Ending {
        try state.write(to: layout.stateFile)
        let command = try engineCommand(state)
        log.append(line: "starting \(state.model) with \(state.engine.kind.rawValue) on port \(state.port)")
        let log = log
        let result = try await Subprocess.run(
            .path(FilePath(command.executable)),
            arguments: Arguments(command.arguments),
            environment: .only(command.environment),
            platformOptions: CommandRunner.ownGroup(),
            // Held open and never written: its end tells the engine that this process has gone.
            input: .inputWriter,
            output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            try await withThrowingTaskGroup(of: Ending?.self) { group in
                group.addTask {
                    for try await bytes in execution.standardOutput { log.append(bytes.withUnsafeBytes { Array($0) }) }
                    return .engineEnded
                }
                group.addTask {
                    for await number in signals { return .signal(number) }
                    return nil
                }
                group.addTask { try await watch(state) }
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

    /// Waits until the engine answers, says so, and then until it is idle.
    private func watch(_ state: ServerState) async throws -> Ending {
        let elapsed = machine.clock.stopwatch()
        while await !ServerHealth.isReady(port: state.port, clock: machine.clock) {
            guard elapsed() < options.startTimeout else { return .noAnswer }
            try await machine.clock.sleep(for: .milliseconds(50))
        }
        var ready = state
        ready.phase = .ready
        try ready.write(to: layout.stateFile)
        var monitor = IdleMonitor(timeout: options.idleTimeout, startingAt: elapsed())
        while true {
            let observation = try await ServerCounters.observe(port: state.port, lease: lease, clock: machine.clock)
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

    /// The start lock; nil when someone holds it, and is therefore about to use the server.
    private func lockedForStopping() throws -> FileLock? {
        try FileLock.tryAcquire(layout.startLock)
    }

    private var lease: Int64 { FileSystem.modificationTime(of: layout.startLock) }

    /// Tells the process that waits in `start`. If even this cannot be written, that process sees this one end.
    private func leaveFailure(_ error: LocalModelError) {
        log.append(line: error.description)
        let engine = LocalEngine(kind: .xllamacpp, path: layout.enginePython)
        var state = ServerState(
            phase: .failed,
            processID: getpid(),
            port: options.port ?? ServerOptions.preferredPort,
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
    fileprivate var isSilence: Bool {
        if case .noAnswer = self { true } else { false }
    }
}
