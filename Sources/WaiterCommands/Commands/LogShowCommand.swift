package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterStore
package import WaiterTerminal

/// The `log show` command, which prints a conversation.
package struct LogShowCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a conversation or its last answer.",
        usage: "waiter log show [<id>] [options]",
        discussion: """
            Examples:
              waiter log show
              waiter log show 01k9xq2m --branches
              waiter log show last -x > script.sh
            """
    )

    @Argument(
        help: """
            An ID, prefix or suffix (4 or more characters), a number from the most recent 'waiter log list', part of a \
            title, or 'last'.
            """
    )
    package var id = "last"

    @Flag(help: "Show only the last answer.")
    package var last = false

    @Flag(
        name: [.customShort("x"), .customLong("extract")],
        help: "Print only the first code block of the last answer that has one."
    )
    package var extractsCode = false

    @Flag(help: "Show one line per message, for all branches.")
    package var branches = false

    @Flag(name: .shortAndLong, help: "Also show the calls, with exact requests and responses, timing and tokens.")
    package var verbose = false

    @Flag(help: "Print the model's text unchanged, without rendering Markdown.")
    package var raw = false

    @Option(
        help: "Whether to use colors and render Markdown; auto does both on a terminal. NO_COLOR turns off the colors."
    )
    package var color: ColorChoice = .auto

    @Flag(help: "Print everything as JSON, including the calls.")
    package var json = false

    package init() {}

    package var reportsJSON: Bool { json }

    package func validate() throws {
        if [last, extractsCode, branches].count(where: { $0 }) > 1 {
            throw ValidationError("--last, -x and --branches cannot be combined")
        }
        if json, extractsCode || branches { throw ValidationError("--json cannot be combined with -x or --branches") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try await json || extractsCode ? show(in: context) : Pager.paging(context, show)
    }

    private func show(in context: CommandContext) async throws -> ExitStatus {
        let log = try ConversationLog.required(in: context)
        let id = try log.identify(id)
        let stored = try await log.store.conversation(id)
        let console = context.console
        if extractsCode { return try extract(stored.conversation, console) }
        if last { return try showLast(stored.conversation, context) }
        let summary = try await log.store.summary(of: id)
        let calls = await json || verbose ? try log.store.calls(of: id) : []
        if json {
            try Output.write(stored.json(summary, calls), to: console)
            return .complete
        }
        let page = ConversationPage(
            stored: stored,
            summary: summary,
            calls: calls,
            console: console,
            style: LogStyle(color, context),
            rendering: rendering(context),
            now: context.clock.date()
        )
        if branches { try page.writeBranches() } else { try page.write() }
        return .complete
    }

    private func rendering(_ context: CommandContext) -> Rendering {
        Rendering(color, isRaw: raw, output: context.console.output, environment: context.environment)
    }

    private func answers(_ conversation: Conversation) -> [Conversation.Node] {
        conversation.path.filter { $0.message.role == .assistant }.reversed()
    }

    private func extract(_ conversation: Conversation, _ console: Console) throws -> ExitStatus {
        for answer in answers(conversation) {
            guard let code = FencedCode.first(in: answer.message.text) else { continue }
            try console.writeForeign(code + "\n")
            return .complete
        }
        throw CommandFailure(.nothingExtracted, "the conversation has no code block", nextStep: "see: waiter log show")
    }

    private func showLast(_ conversation: Conversation, _ context: CommandContext) throws -> ExitStatus {
        guard let answer = answers(conversation).first else {
            throw CommandFailure(.nothingExtracted, "the conversation has no answer", nextStep: "see: waiter log show")
        }
        if json {
            try Output.write(ConversationLine.json(answer), to: context.console)
            return .complete
        }
        let message = MessageText(answer.message)
        var writer = AnswerWriter(context.console, rendering: rendering(context))
        try writer.write(message.text.isEmpty ? message.notes.joined(separator: "\n") : message.text)
        try writer.finish()
        if answer.status != .complete { context.console.notice("waiter: answer status: \(answer.status.rawValue)") }
        return .complete
    }
}
