internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The command line and environment of an engine.
struct EngineCommand: Sendable, Equatable {
    var executable: String
    var arguments: [String]
    var environment: [String: String]

    /// The bytes, if any, to write to the engine's standard input, which then remains open.
    var input: [UInt8] = []

    /// The settings of an engine. The bundled script reads them as one line of JSON from standard input, because other users
    /// can read command-line arguments.
    struct Settings: Equatable, Encodable {
        var modelFile: String
        var model: String
        /// The port to bind, or 0 for any free port.
        var port: Int
        var contextSize: Int
        var slots: Int
        var threads: Int
        var key: LocalServerKey
        /// The token that identifies the bundled script's report.
        var word: String
    }

    /// A shell script that runs `llama-server` and terminates it if this process exits for any reason.
    ///
    /// A supervisor that is killed cannot stop its child process, and only Linux can do so on the supervisor's behalf.
    /// The supervisor holds the other end of the shell's input, so end of input means that the supervisor has exited.
    /// If SIGTERM is sent to both the shell and the engine, the trap keeps the shell alive until the engine has exited.
    /// The shell redirects its output, because writing "Terminated" to a supervisor that has exited would kill the
    /// shell.
    static let watchdog = """
        trap : TERM INT HUP
        exec 3<&0
        "$@" </dev/null 3<&- &
        engine=$!
        (
            trap - TERM INT HUP
            cat <&3 >/dev/null
            kill -TERM "$engine"
            sleep 5
            kill -KILL "$engine"
        ) >/dev/null 2>&1 &
        watcher=$!
        exec 3<&- >/dev/null 2>&1
        wait "$engine"
        status=$?
        while kill -0 "$engine" 2>/dev/null; do
            wait "$engine"
            status=$?
        done
        kill "$watcher" 2>/dev/null
        exit "$status"
        """

    static func make(
        engine: LocalEngine,
        settings: Settings,
        layout: Layout,
        environment: [String: String]
    ) throws -> EngineCommand {
        let environment = ChildEnvironment.engine(environment)
        switch engine.kind {
        case .xllamacpp:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return EngineCommand(
                executable: engine.path,
                arguments: ["-I", "-u", layout.serverScript],
                environment: environment,
                input: Array(try encoder.encode(settings)) + [0x0A]
            )
        case .llamaServer:
            return EngineCommand(
                executable: "/bin/sh",
                arguments: ["-c", watchdog, "sh", engine.path] + flags(settings, layout),
                environment: environment.merging(defaults) { $1 }
            )
        }
    }

    /// Returns only flags that all recent versions of `llama-server` support, because an unknown flag makes the program exit.
    private static func flags(_ settings: Settings, _ layout: Layout) -> [String] {
        [
            "--model", settings.modelFile,
            "--alias", settings.model,
            "--host", "127.0.0.1",
            "--port", String(settings.port),
            // Pass the key in a file, since other users can read command-line arguments.
            "--api-key-file", layout.keyFile,
            "--ctx-size", String(settings.contextSize * settings.slots),
            "--parallel", String(settings.slots),
            "--threads", String(settings.threads),
            "--metrics",
        ]
    }

    /// Newer options are passed in environment variables, which an older `llama-server` ignores.
    private static let defaults = [
        "LLAMA_ARG_JINJA": "1",
        "LLAMA_ARG_NO_WEBUI": "1",
        "LLAMA_ARG_UI": "0",
        "LLAMA_ARG_CACHE_RAM": "256",
        "LLAMA_OFFLINE": "1",
        // By default, any web page open in a browser could read the answers.
        "LLAMA_ARG_CORS_ORIGINS": "http://127.0.0.1",
        "LLAMA_ARG_CORS_CREDENTIALS": "0",
    ]
}
