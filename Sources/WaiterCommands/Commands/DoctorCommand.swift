package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `doctor` command, which diagnoses why a question gets no answer.
package struct DoctorCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks everything between you and an answer, and says what mends it.",
        usage: "waiter doctor [options]",
        discussion: """
            Config, permissions, database, key, proxy, DNS, TCP, TLS, HTTP, the list of models, an answer of a token or \
            a few, and the local model; each with its time. Exit code 0 when nothing failed, else 1.

            Examples:
              waiter doctor
              waiter doctor -P ollama --json
            """
    )

    @Option(name: .shortAndLong, help: "The model to ask.")
    package var model: String?

    @OptionGroup
    package var output: Output

    @Flag(help: "Leave out everything that needs the network.")
    package var offline = false

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let (flags, writesJSON, isOffline) = (server.flags(model: model), output.json, offline)
        return try await Interrupts.cancelling {
            var doctor = Doctor(flags: flags, context: context, isOffline: isOffline) { finding in
                if !writesJSON { try context.console.write(finding.text + "\n") }
            }
            let findings = try await doctor.examine()
            if writesJSON {
                try Output.write(.array(findings.map(\.json)), to: context.console)
            }
            return findings.contains { $0.state == .failed } ? .failure : .complete
        }
    }
}
