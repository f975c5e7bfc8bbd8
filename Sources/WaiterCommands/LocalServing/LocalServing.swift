internal import Waiter
package import WaiterLocal

/// The local model as the commands use it: with progress on standard error.
package struct LocalServing {
    package var model: LocalModel
    package var console: Console

    package init(model: LocalModel, console: Console) {
        self.model = model
        self.console = console
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
        let line = ProgressLine(console)
        defer { line.end() }
        try await model.install(includingModel: includingModel, reinstall: reinstall) { progress in
            line.show(progress.message, completed: progress.completedBytes, total: progress.totalBytes)
        }
    }

    /// Finds the running server or starts one.
    package func start(_ options: ServerOptions) async throws -> RunningServer {
        let hadServer = await model.status().server != nil
        if !hadServer { console.notice("waiter: starting the local model (it stops after 10 idle minutes)") }
        console.startSpinner("starting the local model")
        defer { console.stopSpinner() }
        return try await model.start(options, launch: Self.launch()) { [console] progress in
            if progress.phase != .launching { console.startSpinner(progress.message) }
        }
    }
}
