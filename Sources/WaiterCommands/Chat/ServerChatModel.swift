internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterStore
internal import WaiterTerminal

/// Answers by the server that the flags, the environment and the config name.
struct ServerChatModel: ChatModel {
    private let session: AskSession
    private let options: AnswerOptions
    private let plan: ConversationPlan
    private let catalogue: ModelCatalogue
    private var endpoint: ModelEndpoint
    private let fields: JSONObject
    private var fitting: FittingOptions
    private var notice = OmissionNotice()

    /// - Parameters:
    ///   - question: Has what all requests carry besides model and messages.
    ///   - plan: Says what happens when the conversation does not fit, and where it is written down.
    /// - Throws: `CommandFailure` when there is no server or no model, `CancellationError`.
    init(
        _ session: AskSession,
        question: Question,
        options: AnswerOptions,
        plan: ConversationPlan
    ) async throws {
        (self.session, self.plan) = (session, plan)
        var options = options
        // The prompt tells what things cost.
        options.needsUsage = true
        self.options = options
        catalogue = try UserCatalogue.load(session.directories)
        let endpoint = try await session.open()
        let fields = try session.fields(of: question, options, baseURL: endpoint.client.configuration.baseURL)
        (self.endpoint, self.fields) = (endpoint, fields)
        fitting = try session.fittingOptions(at: endpoint, fields: fields, plan: plan)
    }

    var name: String { endpoint.model }

    var place: String {
        let profile = session.settings.profile.name
        return session.isLocal ? "on this machine" : "\(profile), \(endpoint.host)"
    }

    /// Says what the exchanges came to, where that is wanted.
    func finish() { endpoint.finish() }

    // MARK: Asking

    mutating func answer(_ stored: inout StoredConversation) async throws {
        _ = try await session.answer(
            &stored,
            at: endpoint,
            fitting: fitting,
            notice: &notice,
            options,
            plan
        )
    }

    func keep(_ stored: inout StoredConversation) {
        guard stored.isSaved else { return }
        do {
            try plan.ledger.writable()?.conversations.save(&stored)
        } catch {
            plan.ledger.mention(error, session.console)
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
        let chosen = ModelEndpoint(endpoint, model: try await checked(name))
        fitting = try session.fittingOptions(at: chosen, fields: fields, plan: plan)
        (endpoint, notice) = (chosen, OmissionNotice())
    }

    /// The model that a name means, aliases followed.
    ///
    /// - Throws: `CommandFailure` when the server is known not to have it.
    private func checked(_ name: String) async throws -> String {
        if session.isLocal {
            // llama.cpp takes any name in silence.
            guard name != endpoint.model else { return name }
            throw CommandFailure(
                .modelNotFound,
                "the local server has no model '\(name)'",
                nextStep: "\(endpoint.model) is the one that it has; another is started by: waiter local start",
                kind: "notFound"
            )
        }
        session.console.startSpinner("asking \(endpoint.host) for its models")
        defer { session.console.stopSpinner() }
        return try await session.checked(model: name, at: endpoint)
    }

    // MARK: Tokens and money

    func fill(with conversation: Conversation) async -> ContextFill {
        let window = fitting.window(for: conversation)
        let count = await fitting.tokens(of: conversation)
        return ContextFill(
            tokens: count?.tokens ?? 0,
            isExact: count?.isExact ?? true,
            size: window.size,
            reserve: window.size == nil ? 0 : window.reserve
        )
    }

    func cost(of conversation: Conversation) -> RunningCost? {
        if session.isLocal { return nil }
        var cost = RunningCost(hasPrice: catalogue.known(endpoint.model)?.prices != nil)
        // What was spent before this command is in the ledger; where nothing is recorded, the bills of this chat are all.
        let ledger = try? plan.ledger.writable()
        cost.sum = (try? ledger?.usage(ofConversation: conversation.id.text)) ?? endpoint.metering.sum
        return cost
    }
}
