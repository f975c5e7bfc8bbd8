package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterTerminal

/// The `models update` command, which installs a newer model catalogue.
package struct ModelsUpdateCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Update model limits and prices from a file.",
        usage: "waiter models update (<file> | --rm)",
        discussion: """
            The file is a JSON catalogue, as described in docs/models.md. It is validated and then copied. Its entries \
            override those of the bundled catalogue, and "models" in the config file overrides both.

            Examples:
              waiter models update catalogue.json
              waiter models update --rm
            """
    )

    @Argument(help: "The catalogue file; '-' is standard input.", completion: .file())
    package var file: String?

    @Flag(name: .customLong("rm"), help: "Restore the bundled catalogue.")
    package var remove = false

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if (file == nil) != remove { throw ValidationError("pass a catalogue file, or --rm") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let directories = try context.requiredDirectories()
        let (target, file, console, clock) = (directories.catalogueFile, file, context.console, context.clock)
        try await Interrupts.cancelling {
            var json: JSONValue = ["models": [:]]
            if let file {
                let source = ByteSource(path: file, clock: clock)
                let bytes = try source.readAll(limit: 16 << 20) { TextTally.mentionSilence(console) }
                json = try ConfigSyntax.parse(bytes, what: "the catalogue", path: source.name)
                _ = try CatalogueSyntax.naming(source.name) { () throws(ModelCatalogueError) in
                    try ModelCatalogue(json: json)
                }
            }
            let lock = LockedFile(path: target, remedy: "set WAITER_HOME to a writable directory")
            try await lock.update {
                console.notice("waiter: waiting for another waiter process to finish updating \(target)")
            } _: { _ in
                json.prettyJSONText + "\n"
            }
            let count = json["models"]?.objectValue?.count ?? 0
            let taken = "imported \(count) model\(count == 1 ? "" : "s") into \(target)"
            let words = file == nil ? "restored the bundled catalogue" : taken
            console.notice(TerminalText.line("waiter: \(words)"))
        }
        return .complete
    }
}
