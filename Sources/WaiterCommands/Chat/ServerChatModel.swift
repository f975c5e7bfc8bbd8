internal import Waiter
internal import WaiterConversation
internal import WaiterLocal
internal import WaiterModels
internal import WaiterStore
internal import WaiterTerminal

/// A chat model on the server selected by the flags, the environment and the config.
struct ServerChatModel: ChatModel {
    private let session: AskSession
    private let options: AnswerOptions
    private let plan: ConversationPlan
    private let catalogue: ModelCatalogue
    private var endpoint: ModelEndpoint
    private let fields: JSONObject
    private var fitting: FittingOptions
    private var notice = OmissionNotice()

    /// Creates a chat model.
    ///
    /// - Parameters:
    ///   - session: The session that resolves and calls the server.
    ///   - question: The source of all request fields except the model and the messages.
    ///   - options: The output options for answers.
    ///   - plan: The policy for conversations that exceed the context window, and the ledger to record to.
    /// - Throws: `CommandFailure` if there is no server or no model, or `CancellationError`.
    init(
        _ session: AskSession,
        question: Question,
        options: AnswerOptions,
        plan: ConversationPlan
    ) async throws {
        (self.session, self.plan) = (session, plan)
        var options = options
        // The usage is needed because the prompt shows the cost.
        options.needsUsage = true
        self.options = options
        catalogue = try UserCatalogue.load(session.directories)
        var endpoint = try await session.open()
        let fields = try session.fields(of: question, options, baseURL: endpoint.client.configuration.baseURL)
        endpoint = try session.endpoint(endpoint, for: fields)
        (self.endpoint, self.fields) = (endpoint, fields)
        fitting = try session.fittingOptions(at: endpoint, fields: fields, plan: plan, options)
    }

    var name: String { endpoint.model }

    var place: String {
        let profile = session.settings.profile.name
        return session.isLocal ? "on this machine" : "\(profile), \(endpoint.host)"
    }

    /// Prints a summary of the HTTP exchanges if the user requested it.
    func finish() { endpoint.finish() }

    /// Shuts down the tool servers.
    func close() async { await session.tools.close() }

    // MARK: Answers

    mutating func answer(_ stored: inout StoredConversation) async throws {
        if session.hasEnded(endpoint) {
            // The local server stops when it has been idle for some time. After a restart, it has a different port and
            // key.
            endpoint = try session.endpoint(try await session.open(), for: fields)
            fitting = try session.fittingOptions(at: endpoint, fields: fields, plan: plan, options)
        }
        _ = try await session.answer(
            &stored,
            at: endpoint,
            fitting: fitting,
            notice: &notice,
            options,
            plan
        )
    }

    func keep(_ stored: inout StoredConversation) { plan.ledger.keep(&stored, session.console) }

    func lastConversation(otherThan id: ConversationID) async throws -> StoredConversation? {
        do {
            guard let store = try plan.ledger.existing()?.conversations else { return nil }
            let others = try await store.list(ConversationFilter(limit: 2)).filter { $0.id != id }
            guard let last = others.first else { return nil }
            return try await store.conversation(last.id)
        } catch let error as StoreError {
            throw CommandFailure(error)
        }
    }

    // MARK: Models

    var knownNames: [String] {
        var flags = Settings.Flags()
        flags.profile = session.settings.profile.name
        let known = try? KnownModels(
            flags: flags,
            environment: session.context.environment,
            directories: session.directories,
            includesAll: false
        )
        let aliases = (try? ModelStore(path: session.directories.modelFile))?.aliases.map(\.name) ?? []
        let isOpenAI = endpoint.client.configuration.baseURL.host == BaseURL.openAI.host
        let all = (known?.models.map(\.id) ?? []) + aliases + (isOpenAI ? Array(catalogue.ids) : [])
        return Set(all).sorted()
    }

    mutating func choose(_ name: String) async throws {
        try ModelName.check(model: name)
        let model = try session.model(named: name)
        let baseURL = endpoint.client.configuration.baseURL
        let api = session.api(for: model, at: baseURL)
        try session.check(model, api, at: baseURL)
        try await check(model)
        let chosen = try session.endpoint(ModelEndpoint(endpoint, model: model, api: api), for: fields)
        fitting = try session.fittingOptions(at: chosen, fields: fields, plan: plan, options)
        (endpoint, notice) = (chosen, OmissionNotice())
    }

    /// Prints a notice if the server does not list a model.
    ///
    /// - Throws: `CommandFailure` if the local server does not have the model.
    private func check(_ name: String) async throws {
        if session.isLocal {
            // llama.cpp silently accepts any model name.
            guard name != endpoint.model else { return }
            throw CommandFailure(
                .modelNotFound,
                "the local server has no model '\(name)'",
                nextStep: "it serves \(endpoint.model); to serve another model: waiter local start",
                kind: "notFound"
            )
        }
        session.console.startSpinner("listing the models of \(endpoint.host)")
        let doubt = await session.doubt(about: name, at: endpoint)
        session.console.stopSpinner()
        if let doubt { session.console.notice(TerminalText.line("waiter: \(doubt)")) }
    }

    // MARK: Tokens and cost

    func fill(with conversation: Conversation) async -> ContextFill {
        let window = fitting.window(for: conversation)
        let count = await fitting.tokens(of: conversation)
        return ContextFill(
            tokens: count?.tokens ?? 0,
            isExact: count?.isExact ?? true,
            size: window.size ?? localContextSize,
            reserve: window.size == nil ? 0 : window.reserve
        )
    }

    /// The context window size that the local server was started with.
    ///
    /// The size is used only for display. It is not used to fit conversations, because the server itself rejects
    /// prompts that are too long.
    private var localContextSize: Int? {
        guard session.isLocal else { return nil }
        let environment = session.context.environment
        return LocalModel(directory: session.directories.localModel, environment: environment).runningContextSize
    }

    func cost(of conversation: Conversation) -> RunningCost? {
        if session.isLocal { return nil }
        var cost = RunningCost(hasPrice: catalogue.known(endpoint.model)?.prices != nil)
        // The ledger includes calls that were made before this process started. Without the ledger, only the cost of
        // calls in this chat is known.
        let ledger = try? plan.ledger.writable()
        cost.sum = (try? ledger?.usage(ofConversation: conversation.id.text)) ?? endpoint.metering.sum
        return cost
    }
}
