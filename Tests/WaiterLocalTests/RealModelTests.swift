import Testing
import WaiterPlatform

@testable import WaiterLocal

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
/// Requirements of the tests: a directory with the model, and a program that calls `LocalModel.supervise`.
private enum Real {
    static let environment = ProcessInfo.processInfo.environment
    static let installed = environment["WAITER_TEST_LOCAL_DIR"]

    /// `WAITER_TEST_SUPERVISOR`, or the `waiter` built with the tests.
    static let supervisor: String? = {
        if let path = environment["WAITER_TEST_SUPERVISOR"] { return path }
        guard let tests = ExecutablePath.current(), let folder = FileSystem.parent(of: tests) else { return nil }
        return ["\(folder)/waiter", "\(folder)/../../../waiter"].first { FileSystem.isExecutable($0) }
    }()

    static var isAvailable: Bool { installed != nil && supervisor != nil }
}

@Suite("The real local model", .enabled(if: Real.isAvailable), .serialized, .timeLimit(.minutes(10)))
struct RealModelTests {
    /// A separate directory that uses the shared installation, so that no server of the user is affected.
    private func withModel(_ body: (LocalModel, ServerLaunch) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        let installed = try #require(Real.installed)
        for name in ["engine", "models"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(directory.path)/\(name)",
                withDestinationPath: "\(installed)/\(name)"
            )
        }
        var environment = Real.environment
        environment["OPENAI_API_KEY"] = nil
        let model = LocalModel(directory: directory.path, environment: environment)
        let launch = ServerLaunch(executable: try #require(Real.supervisor), arguments: ["local", "run"])
        do {
            try await body(model, launch)
        } catch {
            _ = try? await model.stop()
            throw error
        }
        _ = try await model.stop()
    }

    @Test("Two concurrent starts share one server, which a later start finds")
    func concurrentStarts() async throws {
        try await withModel { model, launch in
            async let first = model.start(launch: launch)
            async let second = model.start(launch: launch)
            let servers = try await [first, second, model.start(launch: launch)]
            #expect(Set(servers.map(\.processID)).count == 1)
            let status = await model.status()
            #expect(status.server == servers[0] && status.isAnswering && status.isInstalled)
            #expect(try await LoopbackHTTP.get("/health", port: servers[0].port).status == 200)
            let key = servers[0].key.value
            let models = try await LoopbackHTTP.get("/v1/models", port: servers[0].port, bearer: key)
            #expect(models.body.contains("smollm2-135m"))
        }
    }

    @Test("The engine binds a free port, and rejects requests without the key of this start")
    func key() async throws {
        try await withModel { model, launch in
            let server = try await model.start(launch: launch)
            for path in ["/props", "/slots", "/metrics", "/tokenize"] {
                let stranger = try await LoopbackHTTP.get(path, port: server.port)
                #expect(stranger.status == 401, "\(path)")
            }
            #expect(try await LoopbackHTTP.get("/slots", port: server.port, bearer: "wrong").status == 401)
            #expect(try await LoopbackHTTP.get("/slots", port: server.port, bearer: server.key.value).status == 200)
            let engine = try await engineProcess(of: server)
            #if os(Linux)
                for file in ["cmdline", "environ"] {
                    let bytes = try #require(FileSystem.read("/proc/\(engine)/\(file)"))
                    #expect(!String(decoding: bytes, as: UTF8.self).contains(server.key.value))
                }
            #endif
            _ = try await model.stop()
            let second = try await model.start(launch: launch)
            #expect(second.key != server.key)
        }
    }

    @Test("A stopped server is gone, with its port and its state")
    func stopping() async throws {
        try await withModel { model, launch in
            let server = try await model.start(launch: launch)
            #expect(try await model.stop())
            #expect(try await !model.stop())
            #expect(await PortChoice.isFree(server.port))
            #expect(FileSystem.size(of: model.layout.stateFile) == nil)
            #expect(FileSystem.size(of: model.layout.logFile) ?? 0 > 0)
        }
    }

    @Test("An idle server stops by itself and logs it")
    func idle() async throws {
        try await withModel { model, launch in
            let server = try await model.start(.init(idleTimeout: .milliseconds(500)), launch: launch)
            #expect(await hasEnded(server.processID))
            #expect(await model.status().server == nil)
            #expect(LogFile(path: model.layout.logFile).tail().contains("without a request"))
        }
    }

    @Test("A server whose engine was killed is not running, and the next start creates another")
    func engineKilled() async throws {
        try await withModel { model, launch in
            let first = try await model.start(launch: launch)
            kill(try await engineProcess(of: first), SIGKILL)
            #expect(await hasEnded(first.processID))
            #expect(await model.status().server == nil)
            let second = try await model.start(launch: launch)
            #expect(second.processID != first.processID)
        }
    }

    @Test("An engine exits if its supervisor is killed")
    func supervisorKilled() async throws {
        try await withModel { model, launch in
            let server = try await model.start(launch: launch)
            let engine = try await engineProcess(of: server)
            kill(server.processID, SIGKILL)
            #expect(await hasEnded(engine))
            #expect(await model.status().server == nil)
        }
    }

    @Test("A start with another model or port than the running server's is rejected")
    func conflicts() async throws {
        try await withModel { model, launch in
            let server = try await model.start(launch: launch)
            let copy = "\(model.layout.directory)/other.gguf"
            try PrivateFile.replace(copy, with: smallestGGUF)
            for options in [ServerOptions(port: server.port == 1 ? 2 : 1), ServerOptions(modelFile: copy)] {
                let error = await localModelError { try await model.start(options, launch: launch) }
                #expect(error?.code == .otherServerRunning)
            }
        }
    }

    @Test("An invalid model file fails with the engine's own message")
    func brokenModel() async throws {
        try await withModel { model, launch in
            let file = "\(model.layout.directory)/broken.gguf"
            try PrivateFile.replace(file, with: smallestGGUF)
            let error = await localModelError { try await model.start(.init(modelFile: file), launch: launch) }
            #expect(error?.code == .startFailed)
            let details = error?.details ?? ""
            #expect(details.contains("failed to load model"), "\(details)")
        }
    }

    @Test("A cancelled start leaves no server")
    func cancelledStart() async throws {
        try await withModel { model, launch in
            let (phases, sink) = AsyncStream.makeStream(of: StartProgress.Phase.self)
            let start = Task { try await model.start(launch: launch) { sink.yield($0.phase) } }
            for await phase in phases where phase == .loading { break }
            start.cancel()
            await #expect(throws: CancellationError.self) { try await start.value }
            let status = await model.status()
            #expect(status.server == nil && !status.isStarting)
        }
    }

    @Test(
        "A disk that fills up while pip unpacks leaves nothing behind",
        .enabled(if: Real.environment["WAITER_TEST_SMALL_DISK"] != nil)
    )
    func fullDisk() async throws {
        let disk = try #require(Real.environment["WAITER_TEST_SMALL_DISK"])
        var system = Machine()
        // As if there had been enough space when the installation started.
        system.availableBytes = { _ in 1 << 40 }
        let model = LocalModel(directory: "\(disk)/local", environment: Real.environment, machine: system)
        let error = await localModelError { try await model.install() }
        #expect(error?.code == .diskFull)
        #expect(DirectoryTree.size(disk) < 1_000_000)
    }

    /// The child of a supervisor.
    private func engineProcess(of server: RunningServer) async throws -> Int32 {
        let pgrep = ExecutableSearch(environment: Real.environment).first("pgrep")
        let outcome = try await CommandRunner(environment: [:])
            .run(try #require(pgrep), ["-P", String(server.processID)])
        let line = outcome.output.split(whereSeparator: \.isNewline).first
        return try #require(line.flatMap { Int32(String($0)) })
    }
}
