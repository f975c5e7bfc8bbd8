package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

/// The `ask` command, which sends a single question.
package struct AskCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Ask a model one question (the default command).",
        usage: "waiter [ask] <prompt> [options]",
        discussion: """
            The answer is streamed to standard output; everything else goes to standard error. Markdown is rendered on \
            a terminal; a pipe receives the text unchanged. Files are sent first, then piped text, then the prompt.

            Examples:
              waiter 'What is an API?'
              git diff | waiter -s 'You review code.' 'Anything wrong here?'
              waiter -m gpt-6.1-sol -o temperature 0.2 --json 'Name three colors.'
              waiter -a photo.jpg 'What is this?'
              waiter --schema 'name, age int, tags [str]' 'Invent a cat.' | jq .name
              waiter --tool 'today=date +%F' 'What day of the week is it?'
              waiter -f 'src/*.py' -x 'Write a test for this.' > test.py
              waiter -c 'And in Rust?'
              waiter -e -s @reviewer.md
            """
    )

    @Argument(help: "The prompt; '-' is standard input.")
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

    @Option(name: .customLong("max-tokens"), parsing: .unconditional, help: "Limit the answer to this many tokens.")
    package var maxTokens: Int?

    @Option(
        help: """
            The API to use: chat (chat completions) or responses, which supports reasoning and hosted tools. The \
            default depends on the server and the model.
            """
    )
    package var api: APIChoice?

    @Flag(name: [.customShort("e"), .customLong("edit")], help: "Edit the prompt in $VISUAL or $EDITOR.")
    package var edits = false

    @Flag(
        name: .customLong("dry-run"),
        help: "Print the request as JSON without sending it; its token count and cost are printed to standard error."
    )
    package var dryRun = false

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    @Flag(name: .shortAndLong, help: "Print requests, response headers and timing to standard error, with keys masked.")
    package var verbose = false

    @OptionGroup(title: "Input")
    package var input: InputFlags

    @OptionGroup(title: "Conversation")
    package var conversation: ConversationFlags

    @OptionGroup(title: "Cost")
    package var spending: SpendingFlags

    @OptionGroup(title: "Answer")
    package var answer: AnswerFlags

    @OptionGroup(title: "Tools")
    package var tools: ToolFlags

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { answer.json || answer.events }
    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens must be at least 1") }
        if system != nil, systemFile != nil { throw ValidationError("-s and --sf cannot be combined") }
        if quiet, verbose { throw ValidationError("-q and -v cannot be combined") }
        if dryRun, answer.events { throw ValidationError("--dry-run and --events cannot be combined") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let directories = context.directories()
        let store = TemplateStore(directory: directories.templates)
        let parameters = try answer.search.parameters + options.map(RequestParameters.parse)
        let system = try SystemPrompt.text(self.system, file: systemFile)
        let toolPlan = try tools.plan(in: context, isVerbose: verbose)
        if let name = input.savedName { return try save(name, system, parameters, in: store, context.console) }

        var template = try input.template.map(store.template)
        // The template's system prompt is overridden, so no values are needed for its placeholders.
        if system != nil { template?.system = nil }
        var flags = server.flags(model: model)
        flags.api = api?.api
        if flags.model == nil, let template, let model = template.model {
            (flags.model, flags.modelSource) = (model, "template '\(template.name)'")
        }
        var plan = try conversation.plan(in: context, directories)
        plan.replacesSystem = system != nil
        plan.choose(&flags)
        let settings = try Settings(flags: flags, environment: context.environment, directories: directories)
        var sources = PromptSources(
            words: edits ? [try await edited(context)] : prompt,
            files: input.files,
            attachments: input.attachments,
            template: template,
            values: try input.parsedValues(),
            readsStandardInput: !input.noStandardInput && conversation.messages != "-"
        )
        // The messages may already end with the question, or with calls that an earlier command left unfinished.
        sources.requiresPrompt =
            (conversation.messages == nil || plan.earlier?.conversation.awaitsAnswer != true)
            && (toolPlan.isEmpty || plan.earlier?.conversation.pendingTools == nil)
        if !dryRun { try toolPlan.checkConsent(context.console) }
        var session = AskSession(settings: settings, context: context, directories: directories)
        session.isVerbose = verbose
        session.spending = spending.plan
        session.ledger = plan.ledger
        var answer = try answer.options(in: context)
        answer.extractsCode = answer.extractsCode || (template?.extractsCode == true && !reportsJSON)
        let allParameters = (template?.parameters ?? []) + parameters
        do {
            let status = try await Interrupts.cancelling { [session, answer, plan, sources] in
                try await ask(session, sources, system, answer, allParameters, plan, toolPlan)
            }
            try answer.events?.end(status)
            return status
        } catch {
            let failure = CommandFailure(any: error)
            try? answer.events?.end(failure.status, failure)
            throw error
        }
    }

    private func ask(
        _ session: AskSession,
        _ sources: PromptSources,
        _ system: String?,
        _ answer: AnswerOptions,
        _ parameters: [(name: String, value: JSONValue)],
        _ plan: ConversationPlan,
        _ toolPlan: ToolPlan
    ) async throws -> ExitStatus {
        let fetcher = AttachmentFetcher(environment: session.context.environment)
        let console = session.context.console
        let gathered = try await sources.gather(console: console) { address in
            if !dryRun || address.lowercased().hasPrefix("data:") { return try await fetcher.attachment(at: address) }
            let shown = TerminalText.line(AttachmentFetcher.shown(address))
            console.notice("waiter: \(shown) was not fetched; without --dry-run, its data is sent")
            return Attachment(address: address)
        } download: { address in
            if !dryRun { return try await fetcher.bytes(at: address) }
            return Array("(the text of \(AttachmentFetcher.shown(address)); a dry run does not fetch it)\n".utf8)
        }
        var question = Question(
            prompt: gathered.prompt,
            system: system ?? gathered.system ?? session.settings.profile.system,
            parameters: parameters
        )
        question.attachments = gathered.attachments
        question.maxTokens = maxTokens ?? sources.template?.maxTokens
        return try await session.offering(toolPlan, dryRun: dryRun) { [question] session in
            dryRun ? try await session.preview(question, answer, plan) : try await session.ask(question, answer, plan)
        }
    }

    /// Opens the question in the editor and returns the edited question.
    private func edited(_ context: CommandContext) async throws -> String {
        var text = try await TextEditing(environment: context.environment).edit(prompt.joined(separator: " "))
        while text.last?.isNewline == true { text.removeLast() }
        if text.allSatisfy(\.isWhitespace) { throw CommandFailure.usage("the question is empty; nothing was sent") }
        return text
    }

    private func save(
        _ name: String,
        _ system: String?,
        _ parameters: [(name: String, value: JSONValue)],
        in store: TemplateStore,
        _ console: Console
    ) throws -> ExitStatus {
        var template = Template(name: name, prompt: prompt.joined(separator: " "))
        (template.model, template.system, template.extractsCode) = (model, system, answer.extractsCode)
        template.maxTokens = maxTokens
        for (name, value) in parameters { RequestParameters.set(name, value, in: &template.options) }
        for (name, value) in try input.parsedValues() { template.defaults[name] = .string(value) }
        if answer.schemas.isGiven || !tools.programs.isEmpty || !tools.servers.isEmpty {
            throw CommandFailure.usage(
                "templates cannot store --schema, --tool or --mcp",
                nextStep: "omit them here, and pass them when you use the template"
            )
        }
        if template.prompt.isEmpty, template.system == nil {
            throw CommandFailure.usage(
                "nothing to save",
                nextStep: "pass a prompt, or a system prompt with -s"
            )
        }
        let path = try store.save(template)
        console.notice(TerminalText.line("waiter: saved \(path); use it with: waiter -t \(ShellWord.quoted(name)) ..."))
        return .complete
    }
}
