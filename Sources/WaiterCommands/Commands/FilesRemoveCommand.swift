package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `files rm` command, which deletes files from the server.
package struct FilesRemoveCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Delete files from the server.",
        usage: "waiter files rm <id> ... [--yes]",
        discussion: """
            Asks for confirmation on a terminal; otherwise, --yes is required. Deletion cannot be undone.

            Examples:
              waiter files rm file-abc
            """
    )

    @Argument(help: ArgumentHelp("The IDs of the files.", valueName: "file-id"))
    package var files: [String]

    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask for confirmation.")
    package var yes = false

    @Flag(name: .shortAndLong, help: "Print requests, response headers and timing to standard error, with keys masked.")
    package var verbose = false

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let console = context.console
        let names = files.joined(separator: ", ")
        if !yes {
            guard StandardInput.isTerminal, console.error.isTerminal else {
                throw CommandFailure.usage("\(names) would be deleted", nextStep: "confirm with --yes")
            }
            let question = TerminalText.line("Delete \(names)?")
            guard try await Interrupts.cancelling({ try await Confirmation.ask(question, console) }) else {
                console.notice("waiter: nothing was deleted")
                return .complete
            }
        }
        try await Interrupts.cancelling {
            try await FileServer.connecting(server.flags(model: nil), isVerbose: verbose, context, "deleting") {
                client in
                for file in files {
                    try await client.files.delete(file)
                    console.notice(TerminalText.line("waiter: deleted \(file)"))
                }
            }
        }
        return .complete
    }
}
