import Testing

@testable import WaiterLocal

@Suite("The engine's command")
struct EngineCommandTests {
    private let settings = EngineCommand.ScriptSettings(
        modelFile: "/m/a b.gguf",
        model: "a b",
        port: 8642,
        contextSize: 4096,
        slots: 2,
        threads: 3
    )
    private let layout = Layout(directory: "/data")

    @Test("llama-server listens on loopback only, with counters on and the context for all slots")
    func llamaServer() throws {
        let engine = LocalEngine(kind: .llamaServer, path: "/usr/bin/llama-server")
        let command = try EngineCommand.make(engine: engine, settings: settings, layout: layout, environment: [:])
        let flags = command.arguments.drop { $0 != "--model" }.joined(separator: " ")
        #expect(
            flags == "--model /m/a b.gguf --alias a b --host 127.0.0.1 --port 8642 --ctx-size 8192 --parallel 2 "
                + "--threads 3 --metrics"
        )
        #expect(command.environment["LLAMA_OFFLINE"] == "1")
    }

    @Test("The Python script gets its settings as one argument, in an isolated Python")
    func script() throws {
        let engine = LocalEngine(kind: .xllamacpp, path: "/data/python")
        let command = try EngineCommand.make(engine: engine, settings: settings, layout: layout, environment: [:])
        #expect(command.arguments.prefix(3) == ["-I", "-u", "/data/llama_server.py"])
        #expect(command.arguments.last?.contains("\"modelFile\":\"/m/a b.gguf\"") == true)
        #expect(PackageResources.llama_server_py.count > 1000)
    }

    @Test("Keys and what would lock us out do not reach the engine")
    func environment() {
        let environment = ChildEnvironment.clean([
            "OPENAI_API_KEY": "k", "OPENAI_ADMIN_KEY": "k", "LLAMA_API_KEY": "k", "LLAMA_ARG_HOST": "0.0.0.0",
            "HOME": "/home/a", "LLAMA_ARG_N_GPU_LAYERS": "9",
        ])
        #expect(environment == ["HOME": "/home/a", "LLAMA_ARG_N_GPU_LAYERS": "9"])
    }

    @Test("The watchdog ends the engine when its input ends, which is when the supervisor has gone")
    func watchdog() async throws {
        let directory = try TemporaryDirectory()
        let pidFile = "\(directory.path)/pid"
        let engine = try directory.script("engine", "echo $$ >'\(pidFile)'; exec sleep 60")
        // The runner gives no input, so it ends at once.
        let outcome = try await CommandRunner(environment: try directory.environment())
            .run("/bin/sh", ["-c", EngineCommand.watchdog, "sh", engine])
        #expect(!outcome.succeeded)
        if let pid = processID(in: pidFile) {
            #expect(await hasEnded(pid))
        }
    }

    @Test("One core is left to others, and a container's limit counts")
    func threads() {
        #expect([1, 2, 4, 64].map { Processors.threads(cores: $0) } == [1, 1, 3, 8])
        #expect(Processors.quota("200000 100000\n") == 2)
        #expect(Processors.quota("50000 100000\n") == 1)
        #expect(Processors.quota("max 100000\n") == nil)
        #expect(Processors.quota("1 0\n") == nil)
    }
}
