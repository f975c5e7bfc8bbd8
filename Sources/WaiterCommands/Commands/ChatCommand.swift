package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

/// The `chat` command, which holds an interactive conversation.
package struct ChatCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Chat with a model interactively.",
        usage: "waiter chat [<prompt>] [options]",
        discussion: """
            Answers go to standard output; everything else goes to standard error. The input line shows the model, \
            the context usage, and the cost of the conversation so far. Line editing works as in a shell. Ctrl-C \
            stops an answer, and Ctrl-D exits. If standard input is not a terminal, each line is treated as a \
            question. If any question fails, the exit code reflects the last failure.

            Chat commands:
            \(SlashCommand.helpText)

            Examples:
              waiter chat
              waiter chat -s 'You are a patient teacher.' 'What is a monad?'
              waiter chat -c
            """
    )

    @Argument(help: "The first question.")
    package var prompt: [String] = []

    @Option(name: .shortAndLong, help: "The model to use (default: the profile's).")
    package var model: String?

    @Option(
        name: .shortAndLong,
        parsing: .unconditional,
        help: ArgumentHelp(
            "The system prompt; @PATH reads it from a file.",
            valueName: "text"
        )
    )
    package var system: String?

    @Option(
        name: [.customLong("sf"), .customLong("system-file")],
        help: ArgumentHelp("Read the system prompt from this file.", valueName: "path")
    )
    package var systemFile: String?

    @Option(
        name: [.customShort("o"), .customLong("option")],
        help: ArgumentHelp(
            "Set a request option; for example, -o temperature 0.2 (repeatable). '+NAME' sets any other request field.",
            valueName: "name value"
        )
    )
    package var options: [String] = []

    @Option(name: .customLong("max-tokens"), parsing: .unconditional, help: "Limit each answer to this many tokens.")
    package var maxTokens: Int?

    @Option(
        help: """
            The API to use: chat (chat completions) or responses, which supports reasoning and hosted tools. The \
            default depends on the server and the model.
            """
    )
    package var api: APIChoice?

    @Option(
        name: .shortAndLong,
        help: "Use a template, by name or path, for the settings and the first question; see 'waiter templates'."
    )
    package var template: String?

    @Option(
        name: [.customShort("p"), .customLong("param")],
        help: ArgumentHelp("Set a template variable (repeatable).", valueName: "name value")
    )
    package var values: [String] = []

    @Flag(name: .shortAndLong, help: "Print only errors and the input line to standard error.")
    package var quiet = false

    @Flag(name: .shortAndLong, help: "Print requests, response headers and timing to standard error, with keys masked.")
    package var verbose = false

    @OptionGroup(title: "Conversation")
    package var conversation: ConversationFlags

    @OptionGroup(title: "Answer")
    package var answer: DisplayFlags

    @OptionGroup(title: "Cost")
    package var spending: SpendingFlags

    @OptionGroup(title: "Tools")
    package var tools: ToolFlags

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens must be at least 1") }
        if system != nil, systemFile != nil { throw ValidationError("-s and --sf cannot be combined") }
        if quiet, verbose { throw ValidationError("-q and -v cannot be combined") }
        if !values.isEmpty, template == nil { throw ValidationError("-p requires a template; choose one with -t") }
        if conversation.messages == "-" {
            throw ValidationError("standard input is used for questions; pass a file to --messages")
        }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let isDumb = context.environment["TERM"] == "dumb"
        let isPerson = isatty(STDIN_FILENO) == 1 && context.console.error.isTerminal
        let console = context.console
        let sayHint: @Sendable () -> Void = { console.notice("\n" + ChatLoop.hint) }
        let interrupts = TurnInterrupts(onIdle: isPerson ? sayHint : nil)
        return try await Interrupts.cancelling {
            try await chat(context, interrupts, isPerson: isPerson, isDumb: isDumb)
        } unless: { signal in
            interrupts.take(signal)
        }
    }

    private func chat(
        _ context: CommandContext,
        _ interrupts: TurnInterrupts,
        isPerson: Bool,
        isDumb: Bool
    ) async throws -> ExitStatus {
        let directories = context.directories()
        var plan = try conversation.plan(in: context, directories)
        plan.fit = plan.fit ?? .oldest
        let toolPlan = try tools.plan(in: context, isVerbose: verbose)
        try toolPlan.checkConsent(context.console)
        let (session, server) = try await session(context, directories, plan, toolPlan, isPerson: isPerson)
        defer { server.finish() }
        if isPerson, !quiet { context.console.say(ChatGreeting(session: session).text) }
        let keepsHistory = isPerson && plan.ledger.records
        let history = History(path: keepsHistory ? directories.history : nil)
        if let distrust = history.distrust {
            context.console.notice(TerminalText.line("waiter: the input history is not saved: \(distrust)"))
        }
        let editor = LineEditor(output: context.console.error, isDumb: isDumb, history: history)
        var loop = ChatLoop(session, interrupts: interrupts, terminal: isPerson && !isDumb ? STDIN_FILENO : nil)
        let first = prompt.joined(separator: " ")
        let result: Result<Void, any Error>
        do {
            if isPerson { _ = TerminalMode.save(STDIN_FILENO) }
            result = .success(try await loop.run(first: first.allSatisfy(\.isWhitespace) ? nil : first, editor: editor))
        } catch {
            result = .failure(error)
        }
        await server.close()
        if isPerson { sayFarewell(loop.session, plan, context.console) }
        try result.get()
        // An interactive user has already seen each failure. A script receives the exit code of the last failure.
        return isPerson ? .complete : loop.lastFailure ?? .complete
    }

    /// Sets up everything that the first prompt needs.
    private func session(
        _ context: CommandContext,
        _ directories: Directories,
        _ plan: ConversationPlan,
        _ toolPlan: ToolPlan,
        isPerson: Bool
    ) async throws -> (ChatSession, ServerChatModel) {
        let template = try template.map(TemplateStore(directory: directories.templates).template)
        let values = try values.map(InputFlags.nameAndValue)
        var flags = server.flags(model: model)
        flags.api = api?.api
        if flags.model == nil, let template, let model = template.model {
            (flags.model, flags.modelSource) = (model, "template '\(template.name)'")
        }
        plan.choose(&flags)
        let settings = try Settings(flags: flags, environment: context.environment, directories: directories)
        var asking = AskSession(settings: settings, context: context, directories: directories)
        asking.isVerbose = verbose
        asking.spending = spending.plan
        asking.ledger = plan.ledger
        var question = Question(
            prompt: "",
            system: nil,
            parameters: (template?.parameters ?? []) + answer.search.parameters
                + (try options.map(RequestParameters.parse))
        )
        question.maxTokens = maxTokens ?? template?.maxTokens
        let options = try answer.options(in: context)
        let filling = template.map { ChatTemplate($0, values: values) }
        let system = try SystemPrompt.text(self.system, file: systemFile)
        let instructions = try system ?? filling?.system() ?? settings.profile.system
        try await asking.offer(toolPlan)
        let model: ServerChatModel
        do {
            model = try await ServerChatModel(asking, question: question, options: options, plan: plan)
        } catch {
            await asking.tools.close()
            throw error
        }
        var stored = plan.earlier ?? StoredConversation(Conversation(model: model.name))
        stored.profile = settings.profile.name
        stored.conversation.model = model.name
        if let instructions, system != nil || stored.conversation.head == nil {
            stored.conversation.replaceSystemPrompt(by: instructions, at: context.clock.date())
        }
        var session = ChatSession(stored, model: model, context: context, isInteractive: isPerson)
        session.template = filling
        return (session, model)
    }

    private func sayFarewell(_ session: ChatSession, _ plan: ConversationPlan, _ console: Console) {
        let id = session.conversation.id
        guard session.stored.isSaved, let ledger = try? plan.ledger.writable() else { return }
        // The timestamp part of the ID is unique unless two conversations started at the same instant.
        let short = String(id.text.prefix(10))
        let isUnique = (try? ledger.conversations.identify(short)) == id
        console.notice("resume with: waiter chat --id \(isUnique ? short : id.text)")
    }
}
