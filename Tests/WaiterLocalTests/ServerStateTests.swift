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

    @Test("What is written is read back")
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

    @Test("A state from before the context's size was in it is read as well")
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

    @Test("Only its owner can read it, and nothing else is left beside it")
    func onlyItsOwner() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/server.json"
        try state().write(to: path)
        #expect(permissions(of: path) == 0o600)
        #expect(DirectoryTree.names(in: directory.path) == ["server.json"])
    }

    @Test("A file that makes no sense is as good as none", arguments: ["", "{}", "{\"phase\":\"ready\"", "\u{0}\u{1}"])
    func malformed(text: String) throws {
        let directory = try TemporaryDirectory()
        #expect(ServerState.read(from: try directory.file("server.json", text)) == nil)
    }

    @Test("A port outside its range is not believed", arguments: [0, -1, 65_536])
    func badPort(port: Int) throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/server.json"
        try state(port: port).write(to: path)
        #expect(ServerState.read(from: path) == nil)
    }

    @Test("A server without a key, as older versions started it, is none")
    func withoutKey() throws {
        var state = state()
        state.key = nil
        #expect(state.runningServer(logFile: "/log") == nil && state.access == nil)
    }

    @Test("No port is known before the engine says which, and then one must be")
    func portOfPhase() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/server.json"
        try state(port: 0, phase: .starting).write(to: path)
        #expect(ServerState.read(from: path)?.phase == .starting)
    }

    @Test("A state that others could have written or put there is not read", arguments: [0o644, 0o640, 0o660, 0o602])
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

    @Test("The writer of a state is known by its number and its start")
    func writer() {
        var state = state()
        (state.processID, state.processStart) = (getpid(), ProcessIdentity.current.start)
        #expect(state.isWriterAlive)
        state.processStart = ProcessIdentity.current.start + 1
        #expect(!state.isWriterAlive)
    }

    @Test("A failure passes through the file with its code, words and port")
    func failure() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/server.json"
        var failed = state(phase: .failed)
        failed.failure = .init(.portInUse(9000))
        try failed.write(to: path)
        #expect(ServerState.read(from: path)?.failure?.error == .portInUse(9000))
    }

    @Test("A state that a killed server left behind is not a running server")
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
