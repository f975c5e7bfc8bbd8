package import ArgumentParser
internal import Waiter
internal import WaiterStore
internal import WaiterTerminal

/// The `similar` command, which finds the stored texts that are most similar to a given text.
package struct SimilarCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "similar",
        abstract: "Find the stored texts that are most similar to a given text.",
        usage: "waiter similar <store> <text> [options]",
        discussion: """
            Store texts with 'waiter embed --store'. The given text is sent to the store's model unless the store \
            already contains it. Prints the cosine similarity, ID and text of each match, most similar first. Without \
            a text argument, the text is read from standard input.

            Examples:
              waiter similar notes 'how to brew coffee'
              waiter similar notes -n 3 --json 'how to brew coffee'
            """
    )

    @Argument(help: "The name of the store.")
    package var store: String

    @Argument(help: "The text to compare with.")
    package var text: [String] = []

    @Option(
        name: [.customShort("n"), .customLong("limit")],
        parsing: .unconditional,
        help: "Print at most this many texts."
    )
    package var limit = 10

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
        if limit < 1 { throw ValidationError("--limit must be at least 1") }
        if quiet, verbose { throw ValidationError("-q and -v cannot be combined") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let console = context.console
        let matches = try await Interrupts.cancelling {
            let text = try PromptReader(words: text, readsStandardInput: text.isEmpty, console: console).read()
            guard !text.allSatisfy(\.isWhitespace) else {
                throw CommandFailure.usage(
                    "no text given",
                    nextStep: "for example: waiter similar \(store) 'how to brew coffee'"
                )
            }
            var run = try EmbeddingRun(server.flags(model: nil), store: store, context)
            run.spending = spending.plan
            (run.isVerbose, run.reportsUsage) = (verbose, reportsUsage)
            return try await run.nearest(to: text, count: limit)
        }
        if output.json {
            try Output.write(.array(matches.map(\.json)), to: console)
        } else if console.output.isTerminal {
            let columns = console.output.size.columns - 1
            for match in matches {
                let line = ([match.shownScore] + [match.label].compactMap { $0 } + [match.text]).joined(separator: "  ")
                try console.write(ColumnText.cut(line, to: columns) + "\n")
            }
        } else {
            let lines = matches.map { ColumnText.fields([$0.shownScore, $0.label ?? "", $0.text]) + "\n" }
            try console.write(lines.joined())
        }
        return .complete
    }
}

extension EmbeddingStore.Match {
    /// The score with four digits after the decimal point.
    fileprivate var shownScore: String {
        let units = Int((abs(score) * 10_000).rounded())
        let fraction = "\(units % 10_000)"
        let zeros = String(repeating: "0", count: 4 - fraction.count)
        return (score < 0 && units > 0 ? "-" : "") + "\(units / 10_000).\(zeros)\(fraction)"
    }

    /// The match as JSON.
    fileprivate var json: JSONValue {
        [
            "score": .number(Double("\(score)") ?? Double(score)), "id": label.map { .string($0) } ?? .null,
            "text": .string(text),
        ]
    }
}
