package import ArgumentParser
internal import WaiterModels
internal import WaiterStore
internal import WaiterTerminal

/// The `embed rm` command, which removes embedding stores, or removes individual texts from a store.
package struct EmbedRemoveCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove embedding stores, or remove individual texts from a store.",
        usage: "waiter embed rm <store> ... [--yes]\nwaiter embed rm <store> --id <id> | --text <text> ... [--yes]",
        discussion: """
            Without --id or --text, the stores are removed along with all their texts and vectors. Asks for \
            confirmation on a terminal; otherwise, --yes is required. Removal cannot be undone.

            Examples:
              waiter embed rm notes
              waiter embed rm notes --id notes/old.md --yes
            """
    )

    @Argument(help: ArgumentHelp("The names of the stores.", valueName: "store"))
    package var names: [String]

    @Option(
        name: .customLong("id"),
        help: ArgumentHelp(
            "Remove only the text with this ID, such as a file path (repeatable).",
            valueName: "id"
        )
    )
    package var labels: [String] = []

    @Option(
        name: .customLong("text"),
        help: ArgumentHelp("Remove only this text (repeatable).", valueName: "text")
    )
    package var texts: [String] = []

    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask for confirmation.")
    package var yes = false

    package init() {}

    package func validate() throws {
        if !(labels.isEmpty && texts.isEmpty), names.count > 1 {
            throw ValidationError("--id and --text apply to a single store")
        }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let console = context.console
        let ledger = try LedgerSource(directories: context.requiredDirectories()).existing()
        guard let store = ledger?.embeddings else { throw CommandFailure.usage("no embeddings are stored") }
        let all = try await store.collections()
        let doomed = try names.map { name in
            if let found = all.first(where: { $0.name == name }) { return found }
            let near = NearestName.find(name, in: all.map(\.name)).map { "did you mean '\($0)'?" }
            throw CommandFailure.usage(
                "no embeddings are stored under the name '\(name)'",
                nextStep: near ?? "see: waiter embed list"
            )
        }
        let count = Set(labels).count + Set(texts).count
        if count > 0 {
            let missing = try await store.missing(texts: texts, labels: labels, in: doomed[0].name)
            let what =
                missing.labels.first.map { "no text with the ID '\($0)'" }
                ?? missing.texts.first.map { "no text '\($0)'" }
            if let what { throw CommandFailure.usage("'\(doomed[0].name)' has \(what)") }
        }
        let size = { (count: Int) in "\(count) text\(count == 1 ? "" : "s")" }
        let what =
            count > 0
            ? "\(size(count)) of '\(doomed[0].name)'"
            : doomed.map { "'\($0.name)' (\(size($0.count)))" }.joined(separator: ", ")
        guard try await confirm(what, console) else { return .complete }
        console.startSpinner("removing")
        defer { console.stopSpinner() }
        if count > 0 {
            let removed = try await store.remove(texts: texts, labels: labels, from: doomed[0].name)
            console.notice(TerminalText.line("waiter: removed \(size(removed)) from '\(doomed[0].name)'"))
            return .complete
        }
        for name in Set(names) { try await store.remove(name) }
        console.notice(TerminalText.line("waiter: removed \(names.joined(separator: ", "))"))
        return .complete
    }

    /// Asks for confirmation, unless --yes was given.
    private func confirm(_ what: String, _ console: Console) async throws -> Bool {
        if yes { return true }
        guard StandardInput.isTerminal, console.error.isTerminal else {
            throw CommandFailure.usage("\(what) would be removed", nextStep: "confirm with --yes")
        }
        let question = TerminalText.line("Remove \(what)?")
        let isConfirmed = try await Interrupts.cancelling { try await Confirmation.ask(question, console) }
        if !isConfirmed { console.notice("waiter: nothing was removed") }
        return isConfirmed
    }
}
