package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterTerminal
internal import WaiterTokenizer

/// The `tokens count` command, which counts the tokens in text or messages.
package struct TokensCountCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Count the tokens in text or messages.",
        usage: "waiter tokens count [<file> ...] [options]",
        discussion: """
            Reads standard input if no file is given. For multiple files, prints the count for each file, then the \
            total. Inputs can be of any size. If a count is not exact, the reason is printed to standard error.

            Examples:
              waiter tokens count README.md
              cat *.log | waiter tokens count --lossy --encoding cl100k_base
              waiter tokens count --messages request.json -m gpt-4o --json
            """
    )

    @Argument(help: "The text files; '-' is standard input.", completion: .file())
    package var files: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Count the tokens in this JSON file, which contains either an array of messages or a complete request (for \
            chat completions or the Responses API).
            """,
            valueName: "file"
        ),
        completion: .file()
    )
    package var messages: String?

    @Flag(help: "Replace invalid UTF-8 with U+FFFD.")
    package var lossy = false

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    @OptionGroup(title: "Encoding")
    package var flags: EncodingFlags

    package init() {}

    package var reportsJSON: Bool { output.json }
    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if messages != nil, !files.isEmpty { throw ValidationError("--messages cannot be combined with other files") }
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try await Interrupts.cancelling {
            let report =
                if let messages { try await countMessages(messages, context) } else { try await countTexts(context) }
            try report.write(asJSON: output.json, context.console)
        }
        return .complete
    }

    private func countTexts(_ context: CommandContext) async throws -> TokenReport {
        if files.isEmpty, StandardInput.isTerminal { throw TokenInput.nothing("count") }
        let choice = try flags.choice(in: context)
        var report = TokenReport(encoding: choice.encoding.name, model: choice.model)
        let server = try choice.model.flatMap { try LocalTokens.counter(for: $0, in: context) }
        StartupPages.release()
        let tally = TextTally(
            encoding: choice.encoding,
            isLossy: lossy,
            console: context.console,
            clock: context.clock
        )
        var reasons = [choice.assumption].compactMap { $0 }
        for path in files.isEmpty ? ["-"] : files {
            let source = ByteSource(path: path, clock: context.clock)
            if let server, flags.encoding == nil {
                let bytes = try source.readAll { TextTally.mentionSilence(context.console) }
                let text = try TokenInput.text(bytes, isLossy: lossy, source.name)
                if let count = try? await server.count(text) {
                    (report.encoding, reasons) = ("the server's", [])
                    report.add(path, tokens: count.tokens, bytes: Int64(bytes.count))
                } else {
                    report.add(path, tokens: choice.encoding.count(text), bytes: Int64(bytes.count))
                }
                continue
            }
            let count = try tally.count(source)
            report.add(path, tokens: count.tokens, bytes: count.bytes)
        }
        report.reasons = reasons
        return report
    }

    private func countMessages(_ path: String, _ context: CommandContext) async throws -> TokenReport {
        let source = ByteSource(path: path, clock: context.clock)
        if path == "-", StandardInput.isTerminal { throw TokenInput.nothing("count --messages -") }
        let bytes = try source.readAll { TextTally.mentionSilence(context.console) }
        let (request, named, response) = try TokenInput.countedRequest(bytes, source.name)
        let choice = try flags.choice(in: context, fallback: named ?? Profile.builtIn("openai")?.model ?? "gpt-4o")
        var report = TokenReport(encoding: choice.encoding.name, model: choice.model)
        guard let counter = choice.counter else { return report }
        var count = response?.count(by: counter) ?? counter.count(request)
        if response == nil, flags.encoding == nil,
            let server = try LocalTokens.counter(for: counter.model, in: context),
            let exact = try? await server.count(request)
        {
            (count, report.encoding) = (exact, "the server's")
        }
        report.add(path, tokens: count.tokens, bytes: Int64(bytes.count))
        report.reasons = count.reasons
        report.parts = count
        return report
    }
}
