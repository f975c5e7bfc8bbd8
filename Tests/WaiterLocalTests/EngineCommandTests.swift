import Testing
import WaiterPlatform

@testable import WaiterLocal

@Suite("The engine command")
struct EngineCommandTests {
    private let settings = EngineCommand.Settings(
        modelFile: "/m/a b.gguf",
        model: "a b",
        port: 0,
        contextSize: 4096,
        slots: 2,
        threads: 3,
        key: LocalServerKey(value: "the-key"),
        word: "the-word"
    )
    private let layout = Layout(directory: "/data")

    @Test("llama-server listens on loopback only, on a free port, with a key file and metrics")
    func llamaServer() throws {
        let engine = LocalEngine(kind: .llamaServer, path: "/usr/bin/llama-server")
        let command = try EngineCommand.make(engine: engine, settings: settings, layout: layout, environment: [:])
        let flags = command.arguments.drop { $0 != "--model" }.joined(separator: " ")
        #expect(
            flags == "--model /m/a b.gguf --alias a b --host 127.0.0.1 --port 0 --api-key-file /data/server.key "
                + "--ctx-size 8192 --parallel 2 --threads 3 --metrics"
        )
        #expect(command.environment["LLAMA_OFFLINE"] == "1")
        #expect(command.environment["LLAMA_ARG_CORS_ORIGINS"] == "http://127.0.0.1")
        #expect(command.input.isEmpty)
    }

    @Test("The Python script receives its settings on standard input, in an isolated Python")
    func script() throws {
        let engine = LocalEngine(kind: .xllamacpp, path: "/data/python")
        let command = try EngineCommand.make(engine: engine, settings: settings, layout: layout, environment: [:])
        #expect(command.arguments == ["-I", "-u", "/data/llama_server.py"])
        let line = String(decoding: command.input, as: UTF8.self)
        #expect(line.contains("\"modelFile\":\"/m/a b.gguf\"") && line.contains("\"key\":\"the-key\""))
        #expect(line.hasSuffix("}\n") && line.count(where: \.isNewline) == 1)
        #expect(PackageResources.llama_server_py.count > 1000)
    }

    @Test("Only allowlisted variables reach the engine: no keys, and no settings that break its authentication")
    func environment() {
        let environment = ChildEnvironment.engine([
            "OPENAI_API_KEY": "k", "OPENAI_ADMIN_KEY": "k", "LLAMA_API_KEY": "k", "LLAMA_ARG_HOST": "0.0.0.0",
            "AWS_SECRET_ACCESS_KEY": "k", "GITHUB_TOKEN": "k", "DATABASE_URL": "k", "NVIDIA_API_KEY": "k",
            "LLAMA_ARG_LOG_FILE": "/l", "LLAMA_LOG_VERBOSITY": "0", "HOME": "/home/a", "LC_ALL": "C",
            "LLAMA_ARG_N_GPU_LAYERS": "9", "NVIDIA_VISIBLE_DEVICES": "all",
        ])
        let kept = [
            "HOME": "/home/a", "LC_ALL": "C", "LLAMA_ARG_N_GPU_LAYERS": "9", "NVIDIA_VISIBLE_DEVICES": "all",
        ]
        #expect(environment == kept)
    }

    @Test("pip receives the user's index, proxy and certificates, and no other secret")
    func pipEnvironment() {
        let environment = PipEnvironment.clean([
            "PIP_INDEX_URL": "https://u:p@index", "https_proxy": "http://proxy", "SSL_CERT_FILE": "/c", "HOME": "/h",
            "PIP_TARGET": "/elsewhere", "AWS_SECRET_ACCESS_KEY": "k", "GITHUB_TOKEN": "k", "PYTHONPATH": "/p",
        ])
        #expect(environment["PIP_INDEX_URL"] == "https://u:p@index" && environment["SSL_CERT_FILE"] == "/c")
        #expect(environment["https_proxy"] == "http://proxy" && environment["HOME"] == "/h")
        for name in ["PIP_TARGET", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "PYTHONPATH"] {
            #expect(environment[name] == nil)
        }
    }

    @Test("The watchdog ends the engine when its input closes, which means that the supervisor has exited")
    func watchdog() async throws {
        let directory = try TemporaryDirectory()
        let pidFile = "\(directory.path)/pid"
        let engine = try directory.script("engine", "echo $$ >'\(pidFile)'; exec sleep 60")
        // The runner has no input, so it exits at once.
        let outcome = try await CommandRunner(environment: try directory.environment())
            .run("/bin/sh", ["-c", EngineCommand.watchdog, "sh", engine])
        #expect(!outcome.succeeded)
        if let pid = processID(in: pidFile) {
            #expect(await hasEnded(pid))
        }
    }

    @Test("One core is left free, and a container's CPU limit applies")
    func threads() {
        #expect([1, 2, 4, 64].map { Processors.threads(cores: $0) } == [1, 1, 3, 8])
        #expect(Processors.quota("200000 100000\n") == 2)
        #expect(Processors.quota("50000 100000\n") == 1)
        #expect(Processors.quota("max 100000\n") == nil)
        #expect(Processors.quota("1 0\n") == nil)
    }
}
