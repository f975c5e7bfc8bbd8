internal import Synchronization
internal import Waiter
package import WaiterLocal
internal import WaiterPlatform
package import WaiterTerminal

/// Runs the local model for commands and reports progress on standard error.
package struct LocalServing {
    package var model: LocalModel
    package var console: Console
    package var clock: CommandClock

    package init(model: LocalModel, console: Console, clock: CommandClock) {
        self.model = model
        self.console = console
        self.clock = clock
    }

    /// Returns the command line that runs this program as the supervisor of a server.
    package static func launch() throws -> ServerLaunch {
        guard let executable = ExecutablePath.current() else {
            throw CommandFailure(.failure, "cannot determine the path of the waiter executable")
        }
        return ServerLaunch(executable: executable, arguments: ["local", "run"])
    }

    /// Installs missing components, after reporting the size and destination of the download.
    package func install(includingModel: Bool, reinstall: Bool) async throws {
        let plan = model.plan(includingModel: includingModel)
        if !plan.isComplete {
            let names = plan.packages.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
            console.notice("downloading \(ByteCount.formatted(plan.downloadBytes)) (\(names)) into \(plan.directory)")
        }
        let line = ProgressLine(console, now: clock.now)
        defer { line.end() }
        try await model.install(includingModel: includingModel, reinstall: reinstall) { progress in
            line.show(progress.message, completed: progress.completedBytes, total: progress.totalBytes)
        }
    }

    /// Whether the server can be started without a model file or is already running.
    package var isUsable: Bool {
        get async {
            if model.plan().isComplete { return true }
            return await model.status().server != nil
        }
    }

    /// Returns the running server or starts one.
    package func start(_ options: ServerOptions) async throws -> RunningServer {
        let idle = options.idleTimeout.shortText
        let isAnnounced = Mutex(false)
        defer { console.stopSpinner() }
        return try await model.start(options, launch: Self.launch()) { [console] progress in
            // Print the notice only when the server is actually started. The server might already be running, or it
            // might not be installed.
            if progress.phase == .loading, isAnnounced.withLock({ $0.exchange(true) }) == false {
                console.notice("waiter: starting the local model (stops after \(idle) without a request)")
            }
            if progress.phase != .launching { console.startSpinner(progress.message) }
        }
    }
}

extension Bool {
    /// Sets a new value and returns the old one.
    fileprivate mutating func exchange(_ value: Bool) -> Bool {
        defer { self = value }
        return self
    }
}
