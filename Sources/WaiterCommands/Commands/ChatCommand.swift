package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterLedger

/// Holds a conversation at the terminal.
package struct ChatCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Holds a conversation, question by question.",
        usage: "waiter chat [<prompt>] [options]",
        discussion: """
            The prompt shows the model, how full its context is, and what the conversation has cost. Lines that begin \
            with a slash are commands, which /help lists; Ctrl-C stops an answer, Ctrl-D leaves. Answers go to standard \
            output, everything else to standard error. Without a terminal each line is a question.

            Examples:
              waiter chat
              waiter chat -m gpt-6.1-sol -s 'You are a patient teacher.' 'What is a monad?'
              waiter chat --id last
            """
    )

    @Argument(help: "The first question.")
    package var prompt: [String] = []

    @Option(name: .shortAndLong, help: "The model (default: the profile's).")
    package var model: String?

    @Option(name: .shortAndLong, parsing: .unconditional, help: "The system prompt: how the model should behave.")
    package var system: String?

    @Option(
        name: [.customShort("o"), .customLong("option")],
        help: ArgumentHelp("A request option, such as: -o temperature 0.2. Repeatable.", valueName: "name value")
    )
    package var options: [String] = []

    @Option(name: .customLong("max-tokens"), parsing: .unconditional, help: "The most tokens that an answer may have.")
    package var maxTokens: Int?

    @Flag(name: .shortAndLong, help: "Say nothing on standard error but errors.")
    package var quiet = false

    @Flag(name: .shortAndLong, help: "Show requests, the heads of responses and times on standard error, keys masked.")
    package var verbose = false

    @OptionGroup(title: "Conversation")
    package var conversation: ConversationFlags

    @OptionGroup(title: "Answer")
    package var display: DisplayFlags

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens takes a number of at least 1") }
        if quiet, verbose { throw ValidationError("-q and -v exclude each other") }
        if conversation.messages == "-" { throw ValidationError("--messages - has no place in a chat: questions come from there") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let directories = try context.directories()
        var flags = server.flags(model: model)
        var plan = try conversation.plan(in: context, directories)
        plan.choose(&flags)
        plan.fit = plan.fit ?? .oldest
        let settings = try Settings(flags: flags, environment: context.environment, directories: directories)
        var session = AskSession(settings: settings, context: context, directories: directories)
        session.isVerbose = verbose
        let first = prompt.isEmpty ? nil : prompt.joined(separator: " ")
        let opening = ChatOpening(
            session: session,
            plan: plan,
            flags: flags,
            system: system ?? (plan.earlier == nil ? settings.profile.system : nil),
            parameters: try options.map(RequestParameters.parse),
            maxTokens: maxTokens,
            answer: display.options(in: context)
        )
        let interrupts = ChatInterrupts()
        return try await interrupts.watching {
            var loop = try await opening.loop(interrupts)
            defer { loop.service.finish() }
            return try await loop.run(first)
        }
    }
}
