package import ArgumentParser
internal import Waiter
internal import WaiterStore

/// The `embed texts` command, which computes embedding vectors, and prints or stores them.
package struct EmbedTextsCommand: TextSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "texts",
        abstract: "Compute embedding vectors for texts (the default for 'waiter embed').",
        usage: "waiter embed [<text> ...] [-f <path> ...] [--store <name>] [options]",
        discussion: """
            Each argument and each file given with -f is embedded as one text. If neither is given, each line of \
            standard input is embedded separately. Prints one vector per line. With --store, stores the vectors \
            instead of printing them. Texts already stored with the same model are not sent again, so you can rerun an \
            interrupted command to continue where it left off.

            With --jsonl, each line is a JSON string or an object with "text" and an optional "id". A text replaces \
            any stored text with the same ID. The ID of a file is its path.

            Examples:
              waiter embed 'a waiter' 'a kitchen'
              waiter embed --lines -f names.txt --store names
              waiter embed --store notes -f 'notes/**/*.md' --dry-run
              waiter embed --store notes -f 'notes/**/*.md'
              waiter embed --jsonl --store items < items.jsonl
            """
    )

    @Argument(help: "The texts to embed.")
    package var texts: [String] = []

    @Option(
        name: .shortAndLong,
        help: "The embedding model (default: the store's, the profile's embedding_model, or text-embedding-3-small)."
    )
    package var model: String?

    @OptionGroup(title: "Input")
    package var input: EmbedInputFlags

    @Option(
        help: ArgumentHelp(
            "Store texts and vectors under this name instead of printing them.",
            valueName: "name"
        )
    )
    package var store: String?

    @Option(
        name: [.customLong("dimensions"), .customLong("dims")],
        parsing: .unconditional,
        help: ArgumentHelp("Request vectors with this many dimensions.", valueName: "n")
    )
    package var dimensions: Int?

    @Option(help: "Print vectors as JSON arrays or as base64-encoded 32-bit floats.")
    package var format: VectorFormat = .json

    @Flag(
        name: .customLong("dry-run"),
        help: "Print the number of input tokens and the cost without sending anything."
    )
    package var dryRun = false

    @OptionGroup
    package var output: Output

    @Flag(name: [.customShort("u"), .customLong("usage")], help: "Print token counts and cost to standard error.")
    package var reportsUsage = false

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    @Flag(name: .shortAndLong, help: "Print requests, response headers and timing to standard error, with keys masked.")
    package var verbose = false

    @OptionGroup(title: "Cost")
    package var spending: SpendingFlags

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { output.json }
    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if let dimensions, dimensions < 1 { throw ValidationError("--dimensions must be at least 1") }
        if quiet, verbose { throw ValidationError("-q and -v cannot be combined") }
        if let store, let complaint = EmbeddingStoreName.complaint(store) {
            throw ValidationError("--store \(complaint)")
        }
        try input.validate(with: texts)
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try await Interrupts.cancelling {
            let entries = try input.entries(texts, context)
            guard !entries.isEmpty else {
                throw CommandFailure.usage("no text given", nextStep: "for example: waiter embed 'a waiter'")
            }
            var run = try EmbeddingRun(server.flags(model: model), store: store, context)
            run.dimensions = dimensions
            run.spending = spending.plan
            (run.isVerbose, run.reportsUsage) = (verbose, reportsUsage)
            if dryRun {
                try await run.preview(entries, asJSON: output.json)
            } else if store != nil {
                try await run.keep(entries, asJSON: output.json)
            } else {
                try await run.print(entries, format: output.json ? nil : format)
            }
            return .complete
        }
    }
}
