package import ArgumentParser
internal import Waiter
internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

/// The `local status` command, which prints what is installed and whether the server is running.
package struct LocalStatusCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what is installed and whether the server is running.",
        discussion: """
            Examples:
              waiter local status
              waiter local status --json
            """
    )

    @OptionGroup
    package var output: Output

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let model = LocalModel(directory: context.directories().localModel, environment: context.environment)
        let status = await model.status()
        if output.json {
            try Output.write(Self.json(status), to: context.console)
        } else {
            try context.console.write(Self.text(status))
        }
        return .complete
    }

    private static func text(_ status: LocalStatus) -> String {
        let model = status.modelFile.map { "\($0) (\(ByteCount.formatted(status.modelFileBytes)))" }
        var lines = [
            "engine     \(status.engine.map { "\($0.path)" } ?? "not installed: run 'waiter local install'")",
            "model      \(model ?? "not installed: run 'waiter local install'")",
            "directory  \(status.directory) (\(ByteCount.formatted(status.installedBytes)))",
        ]
        if let server = status.server {
            let state = status.isAnswering ? "running" : "running but not responding"
            lines.append("server     \(state): \(server.baseURL), process \(server.processID)")
            lines.append("serving    \(server.model)")
        } else {
            lines.append("server     \(status.isStarting ? "starting" : "not running")")
        }
        lines.append("log        \(status.logFile)")
        return lines.map { TerminalText.line($0) + "\n" }.joined()
    }

    private static func json(_ status: LocalStatus) -> JSONValue {
        let server: JSONValue =
            status.server.map { server in
                [
                    "base_url": .string(server.baseURL), "port": .integer(Int64(server.port)),
                    "pid": .integer(Int64(server.processID)), "model": .string(server.model),
                    "model_file": .string(server.modelFile), "answering": .bool(status.isAnswering),
                ]
            } ?? .null
        return [
            "installed": .bool(status.isInstalled),
            "engine": status.engine.map { .string($0.path) } ?? .null,
            "model_file": status.modelFile.map { .string($0) } ?? .null,
            "directory": .string(status.directory),
            "bytes": .integer(status.installedBytes),
            "starting": .bool(status.isStarting),
            "server": server,
            "log": .string(status.logFile),
        ]
    }
}
