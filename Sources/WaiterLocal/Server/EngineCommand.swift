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

    /// The bytes to write to the engine's standard input, if any. Afterward, standard input remains open.
    var input: [UInt8] = []

    /// The settings of an engine. The bundled script reads the settings from standard input, as a single line of JSON.
    /// The settings are not passed as command-line arguments, because other users can read a process's arguments.
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
    /// A supervisor that is killed cannot stop its child process. Only Linux can be configured to stop the child
    /// process in this case. The shell's standard input is a pipe from the supervisor, so end of input means that the
    /// supervisor has exited. If SIGTERM is sent to both the shell and the engine, the trap keeps the shell running
    /// until the engine has exited. The shell redirects its output. Otherwise, writing "Terminated" to the pipe of a
    /// supervisor that has exited would kill the shell.
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

    /// Returns the command-line flags for `llama-server`. Only flags that all recent versions support are used, because
    /// `llama-server` exits if it receives an unknown flag.
    private static func flags(_ settings: Settings, _ layout: Layout) -> [String] {
        [
            "--model", settings.modelFile,
            "--alias", settings.model,
            "--host", "127.0.0.1",
            "--port", String(settings.port),
            // The key is passed in a file, because other users can read command-line arguments.
            "--api-key-file", layout.keyFile,
            "--ctx-size", String(settings.contextSize * settings.slots),
            "--parallel", String(settings.slots),
            "--threads", String(settings.threads),
            "--metrics",
        ]
    }

    /// The options that are passed as environment variables. An older version of `llama-server` ignores the variables
    /// that it does not recognize.
    private static let defaults = [
        "LLAMA_ARG_JINJA": "1",
        "LLAMA_ARG_NO_WEBUI": "1",
        "LLAMA_ARG_UI": "0",
        "LLAMA_ARG_CACHE_RAM": "256",
        "LLAMA_OFFLINE": "1",
        // By default, any web page that is open in a browser could read the answers.
        "LLAMA_ARG_CORS_ORIGINS": "http://127.0.0.1",
        "LLAMA_ARG_CORS_CREDENTIALS": "0",
    ]
}
