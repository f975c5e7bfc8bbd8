internal import Synchronization
internal import Waiter
package import WaiterLocal
internal import WaiterPlatform
package import WaiterTerminal

/// The local model as the commands use it: with progress on standard error.
package struct LocalServing {
    package var model: LocalModel
    package var console: Console
    package var clock: CommandClock

    package init(model: LocalModel, console: Console, clock: CommandClock) {
        self.model = model
        self.console = console
        self.clock = clock
    }

    /// How this program is called to watch over a server.
    package static func launch() throws -> ServerLaunch {
        guard let executable = ExecutablePath.current() else {
            throw CommandFailure(.failure, "the system does not tell where waiter itself lies")
        }
        return ServerLaunch(executable: executable, arguments: ["local", "run"])
    }

    /// Installs what is missing; says beforehand what will be downloaded, where to, and how much.
    package func install(includingModel: Bool, reinstall: Bool) async throws {
        let plan = model.plan(includingModel: includingModel)
        if !plan.isComplete {
            let names = plan.packages.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
            console.notice("downloading \(ByteCount.inWords(plan.downloadBytes)) (\(names)) into \(plan.directory)")
        }
        let line = ProgressLine(console, now: clock.now)
        defer { line.end() }
        try await model.install(includingModel: includingModel, reinstall: reinstall) { progress in
            line.show(progress.message, completed: progress.completedBytes, total: progress.totalBytes)
        }
    }

    /// Whether a start without a model file would find all it needs, or a server runs already.
    package var isUsable: Bool {
        get async {
            if model.plan().isComplete { return true }
            return await model.status().server != nil
        }
    }

    /// Finds the running server or starts one.
    package func start(_ options: ServerOptions) async throws -> RunningServer {
        let idle = options.idleTimeout.inWords
        let isAnnounced = Mutex(false)
        defer { console.stopSpinner() }
        return try await model.start(options, launch: Self.launch()) { [console] progress in
            // Not before something is really started: it may run already, or not even be installed.
            if progress.phase == .loading, isAnnounced.withLock({ $0.exchange(true) }) == false {
                console.notice("waiter: starting the local model (it stops after \(idle) without a request)")
            }
            if progress.phase != .launching { console.startSpinner(progress.message) }
        }
    }
}

extension Bool {
    /// Sets a value and returns the one before.
    fileprivate mutating func exchange(_ value: Bool) -> Bool {
        defer { self = value }
        return self
    }
}
