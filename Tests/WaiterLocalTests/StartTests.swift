import Testing
import WaiterPlatform

@testable import WaiterLocal

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
/// Whether a process has exited; checked for up to five seconds, since a signal takes effect with a delay.
func hasEnded(_ pid: Int32) async -> Bool {
    for _ in 0..<500 {
        if kill(pid, 0) != 0 || isZombie(pid) { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return false
}

/// Exited, but not yet reaped by the init process.
private func isZombie(_ pid: Int32) -> Bool {
    guard let bytes = FileSystem.read("/proc/\(pid)/stat") else { return false }
    return String(decoding: bytes, as: UTF8.self).contains(") Z ")
}

@Suite("Starting, with stand-ins for the supervisor")
struct StartTests {
    private func model(_ directory: TemporaryDirectory) throws -> LocalModel {
        try directory.script("llama-server", "exit 0")
        return LocalModel(directory: "\(directory.path)/data", environment: try directory.environment())
    }

    private func launch(_ directory: TemporaryDirectory, _ body: String) throws -> ServerLaunch {
        ServerLaunch(executable: try directory.script("supervisor", body), arguments: ["local", "run"])
    }

    @Test("Without an installation, the error says how to install")
    func notInstalled() async throws {
        let directory = try TemporaryDirectory()
        let model = LocalModel(directory: directory.path, environment: try directory.environment())
        let launch = try launch(directory, "exit 0")
        let error = await localModelError { try await model.start(launch: launch) }
        #expect(error?.code == .notInstalled)
        #expect(error?.description.contains("waiter local install") == true)
    }

    @Test("A custom model file still needs an engine")
    func noEngine() async throws {
        let directory = try TemporaryDirectory()
        let model = LocalModel(directory: directory.path, environment: try directory.environment())
        let file = try directory.file("m.gguf", smallestGGUF)
        let launch = try launch(directory, "exit 0")
        let error = await localModelError { try await model.start(.init(modelFile: file), launch: launch) }
        #expect(error?.code == .notInstalled)
    }

    @Test("An invalid model file is rejected before anything is started")
    func badModel() async throws {
        let directory = try TemporaryDirectory()
        let model = try model(directory)
        let launch = try launch(directory, "exit 0")
        let file = try directory.file("m.gguf", "text")
        for path in [file, "\(directory.path)/missing"] {
            let error = await localModelError { try await model.start(.init(modelFile: path), launch: launch) }
            #expect(error?.code == .modelFileInvalid)
        }
    }

    @Test(
        "Options out of range are rejected",
        arguments: [
            ServerOptions(port: 0), ServerOptions(port: 65_536), ServerOptions(contextSize: 1), ServerOptions(slots: 0),
            ServerOptions(threads: 0), ServerOptions(idleTimeout: .zero), ServerOptions(startTimeout: .seconds(-1)),
        ]
    )
    func options(options: ServerOptions) async throws {
        let directory = try TemporaryDirectory()
        let model = try model(directory)
        let launch = try launch(directory, "exit 0")
        #expect(await localModelError { try await model.start(options, launch: launch) }?.code == .invalidOption)
    }

    @Test("A requested port that is taken is reported at once")
    func portTaken() async throws {
        let directory = try TemporaryDirectory()
        let model = try model(directory)
        let launch = try launch(directory, "exit 0")
        let file = try directory.file("m.gguf", smallestGGUF)
        guard let socket = LoopbackSocket(), let port = socket.bind(port: 0) else {
            Issue.record("no socket")
            return
        }
        let error = await localModelError {
            try await model.start(.init(port: port, modelFile: file), launch: launch)
        }
        #expect(error?.code == .portInUse)
        #expect(error?.port == port)
        _ = socket.isReady(toWrite: false)
    }

    @Test("A supervisor that dies is reported with its last message")
    func dies() async throws {
        let directory = try TemporaryDirectory()
        let model = try model(directory)
        let launch = try launch(directory, "echo 'it is cold here' >&2; exit 1")
        let file = try directory.file("m.gguf", smallestGGUF)
        let error = await localModelError { try await model.start(.init(modelFile: file), launch: launch) }
        #expect(error?.code == .startFailed)
        #expect(error?.details == "it is cold here")
        #expect(error?.description.contains(model.layout.logFile) == true)
    }

    @Test("A supervisor that never becomes ready is terminated after the timeout")
    func timesOut() async throws {
        let directory = try TemporaryDirectory()
        let model = try model(directory)
        let pidFile = "\(directory.path)/pid"
        let launch = try launch(directory, "echo $$ >'\(pidFile)'; exec sleep 60")
        let file = try directory.file("m.gguf", smallestGGUF)
        let options = ServerOptions(modelFile: file, startTimeout: .milliseconds(300))
        let error = await localModelError { try await model.start(options, launch: launch) }
        #expect(error?.code == .startTimedOut)
        let pid = processID(in: pidFile)
        #expect(await hasEnded(try #require(pid)))
    }

    @Test("An error of the supervisor arrives with its code")
    func failurePassedOn() async throws {
        let directory = try TemporaryDirectory()
        let model = try model(directory)
        let file = try directory.file("m.gguf", smallestGGUF)
        var state = ServerState(
            phase: .failed,
            processID: 99,
            port: 1234,
            model: "m",
            modelFile: file,
            engine: .init(kind: .llamaServer, path: "/l"),
            startedAt: Date(),
            idleTimeoutSeconds: 1
        )
        state.failure = .init(.portInUse(1234))
        let prepared = "\(directory.path)/prepared.json"
        try state.write(to: prepared)
        let launch = try launch(directory, "cp '\(prepared)' server.json; exec sleep 60")
        let error = await localModelError { try await model.start(.init(modelFile: file), launch: launch) }
        #expect(error == .portInUse(1234))
    }

    @Test("The supervisor receives the directory and options in one argument, and no keys")
    func request() async throws {
        let directory = try TemporaryDirectory()
        let file = try directory.file("m.gguf", smallestGGUF)
        try directory.script("llama-server", "exit 0")
        var environment = try directory.environment()
        environment["OPENAI_API_KEY"] = "sk-secret"
        let model = LocalModel(directory: "\(directory.path)/data/", environment: environment)
        let launch = try launch(
            directory,
            "for last; do :; done; echo \"$1 $2 [$OPENAI_API_KEY]\"; echo \"$last\"; exit 1"
        )
        let options = ServerOptions(modelFile: file, idleTimeout: .seconds(7))
        let error = await localModelError { try await model.start(options, launch: launch) }
        let lines = (error?.details ?? "").split(separator: "\n").map(String.init)
        #expect(lines.first == "local run []")
        let request = try SupervisorRequest.decode(try #require(lines.last))
        #expect(request.directory == "\(directory.path)/data")
        #expect(request.options.idleTimeout == .seconds(7))
    }

    @Test("An invalid request is rejected", arguments: ["", "{}", "null", "{\"directory\":1}"])
    func badRequest(text: String) async {
        #expect(await localModelError { try SupervisorRequest.decode(text) }?.code == .invalidOption)
    }
}
