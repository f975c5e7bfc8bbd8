package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `doctor` command, which diagnoses problems that prevent a question from being answered.
package struct DoctorCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Diagnose configuration, network and server problems.",
        usage: "waiter doctor [options]",
        discussion: """
            Checks the config file, permissions, database, key, proxy, DNS, TCP, TLS, HTTP and local model. Then lists \
            the models and requests a short answer. Prints how long each step took. The exit code is 0 if nothing \
            failed; otherwise, it is 1.

            Examples:
              waiter doctor
              waiter doctor -P ollama --json
            """
    )

    @Option(name: .shortAndLong, help: "The model to use (default: the profile's).")
    package var model: String?

    @OptionGroup
    package var output: Output

    @Flag(help: "Skip checks that require the network.")
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
