package import ArgumentParser
internal import WaiterModels
internal import WaiterStore
internal import WaiterTerminal

/// The `embed rm` command, which removes embedding stores.
package struct EmbedRemoveCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove embedding stores with all texts and vectors.",
        usage: "waiter embed rm <store> ... [--yes]",
        discussion: """
            Asks for confirmation on a terminal; elsewhere, --yes is required. Removal cannot be undone.

            Examples:
              waiter embed rm notes
            """
    )

    @Argument(help: ArgumentHelp("The names of the stores.", valueName: "store"))
    package var names: [String]

    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask for confirmation.")
    package var yes = false

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let console = context.console
        let ledger = try LedgerSource(directories: context.requiredDirectories()).existing()
        guard let store = ledger?.embeddings else { throw CommandFailure.usage("no embeddings are stored") }
        let all = try await store.collections()
        let doomed = try names.map { name in
            if let found = all.first(where: { $0.name == name }) { return found }
            let near = NearestName.find(name, in: all.map(\.name)).map { "did you mean '\($0)'?" }
            throw CommandFailure.usage(
                "no embeddings are stored as '\(name)'",
                nextStep: near ?? "see: waiter embed list"
            )
        }
        if !yes {
            let what = doomed.map { "'\($0.name)' (\($0.count) text\($0.count == 1 ? "" : "s"))" }
            guard StandardInput.isTerminal, console.error.isTerminal else {
                throw CommandFailure.usage(
                    "\(what.joined(separator: ", ")) would be removed",
                    nextStep: "confirm with --yes"
                )
            }
            let question = TerminalText.line("Remove \(what.joined(separator: ", "))?")
            guard try await Interrupts.cancelling({ try await Confirmation.ask(question, console) }) else {
                console.notice("waiter: nothing was removed")
                return .complete
            }
        }
        console.startSpinner("removing")
        defer { console.stopSpinner() }
        for name in Set(names) { try await store.remove(name) }
        console.notice(TerminalText.line("waiter: removed \(names.joined(separator: ", "))"))
        return .complete
    }
}
