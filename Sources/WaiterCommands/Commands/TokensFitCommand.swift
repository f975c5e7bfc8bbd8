package import ArgumentParser
internal import WaiterConversation
internal import WaiterModels
internal import WaiterTerminal
internal import WaiterTokenizer

/// The `tokens fit` command, which truncates text to a maximum number of tokens.
package struct TokensFitCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Truncate text to a token limit or check whether it fits.",
        usage: "waiter tokens fit [<file>] (--limit <n> | -m <model>) [options]",
        discussion: """
            The limit is set by --limit or by the model's context window. Use --reserve to leave room for the prompt \
            and the answer. Characters are never split. The result goes to standard output, and a notice about what \
            was omitted goes to standard error.

            Examples:
              cat book.txt | waiter tokens fit --limit 4000 --keep both
              waiter tokens fit -m gpt-4o --reserve 20000 --check log.txt && echo it fits
            """
    )

    package enum Keep: String, CaseIterable, ExpressibleByArgument, Sendable {
        case head, tail, both

        var part: FittedText.Part {
            switch self {
            case .head: .head
            case .tail: .tail
            case .both: .both
            }
        }
    }

    @Argument(help: "The text file; standard input if omitted or '-'.", completion: .file())
    package var file: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("The maximum number of tokens.", valueName: "n"))
    package var limit: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Reduce the limit by this many tokens (default: 0).", valueName: "n")
    )
    package var reserve: Int?

    @Option(help: "The part to keep.")
    package var keep: Keep = .head

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The text that replaces the omitted middle part (default: [...]).", valueName: "text")
    )
    package var marker: String?

    @Flag(help: "Do not print the text; exit with code 4 if it does not fit.")
    package var check = false

    @Flag(help: "Replace invalid UTF-8 with U+FFFD.")
    package var lossy = false

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    @OptionGroup(title: "Encoding")
    package var flags: EncodingFlags

    package init() {}

    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit must be at least 0") }
        if let reserve, reserve < 0 { throw ValidationError("--reserve must be at least 0") }
        if limit == nil, flags.model == nil { throw ValidationError("pass --limit, or a model with -m") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let choice = try flags.choice(in: context)
        let room = try room(choice)
        let console = context.console
        if let assumption = choice.assumption {
            console.notice(TerminalText.line("waiter: approximate: \(assumption)"))
        }
        try await Interrupts.cancelling { [self] in
            if check { return try checkFit(choice.encoding, room, context) }
            let text = try TokenInput.text(of: file, isLossy: lossy, for: "fit", context)
            let marker = marker ?? (keep == .both ? "\n[...]\n" : "")
            let fitted = choice.encoding.fit(text, to: room, keeping: keep.part, marker: marker)
            if fitted.isCut {
                let words = "truncated \(choice.encoding.count(text)) tokens to \(fitted.tokenCount)"
                console.notice("waiter: \(words) (limit: \(room))")
            }
            try Self.write(fitted.text, console)
        }
        return .complete
    }

    /// Returns the maximum number of tokens that the text can have.
    private func room(_ choice: EncodingFlags.Chosen) throws -> Int {
        let reserve = reserve ?? 0
        if let limit { return max(0, limit - reserve) }
        guard let entry = choice.lookup?.entry, let window = entry.contextWindow else {
            let nearest = choice.lookup?.nearest.map { "did you mean '\($0)'? " } ?? ""
            throw CommandFailure(
                .modelNotFound,
                "the context size of '\(choice.model ?? "")' is unknown",
                nextStep: nearest + "pass --limit",
                kind: "notFound"
            )
        }
        return max(0, min(window - reserve, entry.maxInput ?? .max))
    }

    private func checkFit(_ encoding: TokenEncoding, _ room: Int, _ context: CommandContext) throws {
        if file == nil, StandardInput.isTerminal { throw TokenInput.nothing("fit --check") }
        let tally = TextTally(encoding: encoding, isLossy: lossy, console: context.console, clock: context.clock)
        let tokens = try tally.count(ByteSource(path: file ?? "-", clock: context.clock)).tokens
        guard tokens <= room else {
            throw CommandFailure(
                .contextTooLong,
                "the text has \(tokens) tokens, more than the limit of \(room)",
                nextStep: "omit --check to truncate it",
                kind: "contextLengthExceeded"
            )
        }
        context.console.notice("waiter: the text has \(tokens) tokens, within the limit of \(room)")
    }

    private static func write(_ text: String, _ console: Console) throws {
        let needsBreak = console.output.isTerminal && !text.isEmpty && !text.hasSuffix("\n")
        try console.writeForeign(needsBreak ? text + "\n" : text)
    }
}
