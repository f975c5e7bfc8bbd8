import Testing
import WaiterPlatform

@testable import WaiterLocal

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("The state file")
struct ServerStateTests {
    private func state(port: Int = 8642, phase: ServerState.Phase = .ready) -> ServerState {
        ServerState(
            phase: phase,
            processID: 4242,
            processStart: 17,
            port: port,
            key: LocalServerKey(value: "local-1"),
            model: "smollm2-135m",
            modelFile: "/data/model.gguf",
            engine: .init(kind: .xllamacpp, path: "/data/python"),
            startedAt: Date(timeIntervalSince1970: 1_800_000_000),
            idleTimeoutSeconds: 600
        )
    }

    @Test("A written state is read back")
    func roundTrip() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/server.json"
        try state().write(to: path)
        #expect(ServerState.read(from: path) == state())
        let server = try #require(state().runningServer(logFile: "/log"))
        #expect(server.baseURL == "http://127.0.0.1:8642/v1")
        #expect(server.idleTimeout == .seconds(600))
        #expect(server.key.value == "local-1")
        var dumped = ""
        dump(server, to: &dumped)
        #expect(!"\(server) \(dumped) \(String(reflecting: server))".contains("local-1"), "the key is masked")
    }

    @Test("A state without the context size, from an older version, is read as well")
    func olderState() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/server.json"
        var state = state()
        state.contextSize = 4096
        try state.write(to: path)
        #expect(ServerState.read(from: path)?.contextSize == 4096)
        state.contextSize = nil
        try state.write(to: path)
        #expect(ServerState.read(from: path) == state)
    }

    @Test("It is private, and nothing else is left next to it")
    func onlyItsOwner() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/server.json"
        try state().write(to: path)
        #expect(permissions(of: path) == 0o600)
        #expect(DirectoryTree.names(in: directory.path) == ["server.json"])
    }

    @Test("A malformed file counts as missing", arguments: ["", "{}", "{\"phase\":\"ready\"", "\u{0}\u{1}"])
    func malformed(text: String) throws {
        let directory = try TemporaryDirectory()
        #expect(ServerState.read(from: try directory.file("server.json", text)) == nil)
    }

    @Test("A port out of range is rejected", arguments: [0, -1, 65_536])
    func badPort(port: Int) throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/server.json"
        try state(port: port).write(to: path)
        #expect(ServerState.read(from: path) == nil)
    }

    @Test("A server without a key, from an older version, does not count")
    func withoutKey() throws {
        var state = state()
        state.key = nil
        #expect(state.runningServer(logFile: "/log") == nil && state.access == nil)
    }

    @Test("The port is unknown until the engine reports it, and then required")
    func portOfPhase() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/server.json"
        try state(port: 0, phase: .starting).write(to: path)
        #expect(ServerState.read(from: path)?.phase == .starting)
    }

    @Test("A state that others could have written or placed is not read", arguments: [0o644, 0o640, 0o660, 0o602])
    func stateOfOthers(mode: mode_t) throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/server.json"
        try state().write(to: path)
        #expect(chmod(path, mode) == 0)
        #expect(ServerState.read(from: path) == nil)
        #expect(chmod(path, 0o600) == 0)
        #expect(ServerState.read(from: path) != nil)
        let link = "\(directory.path)/link"
        #expect(symlink(path, link) == 0)
        #expect(ServerState.read(from: link) == nil)
    }

    @Test("The writer of a state is identified by its process id and start time")
    func writer() {
        var state = state()
        (state.processID, state.processStart) = (getpid(), ProcessIdentity.current.start)
        #expect(state.isWriterAlive)
        state.processStart = ProcessIdentity.current.start + 1
        #expect(!state.isWriterAlive)
    }

    @Test("A failure is passed through the file with its code, message and port")
    func failure() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/server.json"
        var failed = state(phase: .failed)
        failed.failure = .init(.portInUse(9000))
        try failed.write(to: path)
        #expect(ServerState.read(from: path)?.failure?.error == .portInUse(9000))
    }

    @Test("A state left by a killed server is not a running server")
    func stale() async throws {
        let directory = try TemporaryDirectory()
        let model = LocalModel(directory: directory.path, environment: [:])
        try state().write(to: model.layout.stateFile)
        try directory.file("server.lock", "")
        #expect(model.presence() == .none)
        let status = await model.status()
        #expect(status.server == nil && !status.isStarting)
        #expect(try await !model.stop())
    }
}
