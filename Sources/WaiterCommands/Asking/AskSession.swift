internal import HTTPTypes
package import Waiter
internal import WaiterConversation
internal import WaiterLocal
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

/// Resolves the server and the model for a question, sends the question, and reports failures.
package struct AskSession: Sendable {
    package var settings: Settings
    package var context: CommandContext
    package var directories: Directories

    /// Whether to print the HTTP exchange to standard error.
    package var isVerbose = false
    /// Whether a chat model is required, rather than a model for images, speech or embeddings.
    package var asksQuestions = true
    /// The budgets and tags that apply to the calls.
    package var spending = SpendingPlan()
    /// The tools that the model may call.
    package var tools = ToolSet()
    /// The ledger that records costs. If the value is `nil`, the user's ledger is used, unless the environment disables
    /// recording.
    package var ledger: LedgerSource?

    package init(settings: Settings, context: CommandContext, directories: Directories) {
        self.settings = settings
        self.context = context
        self.directories = directories
    }

    var console: Console { context.console }

    /// Sends the question and writes the answer.
    ///
    /// - Parameters:
    ///   - question: The question to send.
    ///   - answer: The output options for the answer.
    ///   - plan: The earlier conversation, and the ledger that records the calls.
    /// - Returns: The exit status.
    /// - Throws: `CommandFailure`, `StandardStream.Failure`, `CancellationError`.
    package func ask(_ question: Question, _ answer: AnswerOptions, _ plan: ConversationPlan) async throws -> ExitStatus
    {
        var endpoint = try await open()
        defer { endpoint.finish() }
        var stored = try plan.begun(
            question,
            model: endpoint.model,
            profile: settings.profile.name,
            at: context.clock.date(),
            console
        )
        let fields = try fields(of: question, answer, baseURL: endpoint.client.configuration.baseURL)
        endpoint = try self.endpoint(endpoint, for: fields)
        let fitting = try fittingOptions(at: endpoint, fields: fields, plan: plan, answer)
        var notice = OmissionNotice()
        // If there is no question, an earlier question's tool loop continues.
        let isResumed = question.messages.allSatisfy { $0.role == .system } && stored.conversation.pendingTools != nil
        return try await self.answer(
            &stored,
            at: endpoint,
            fitting: fitting,
            notice: &notice,
            answer,
            plan,
            resumesTools: isResumed
        )
    }

    /// Returns the options for fitting a conversation to the model's context window.
    ///
    /// - Throws: `CommandFailure` for an invalid catalogue.
    package func fittingOptions(
        at endpoint: ModelEndpoint,
        fields: JSONObject,
        plan: ConversationPlan,
        _ answer: AnswerOptions
    ) throws -> FittingOptions {
        let catalogue = try UserCatalogue.load(directories)
        let reasons = catalogue.known(endpoint.model)?.capabilities.contains(.reasoning) ?? true
        return FittingOptions(
            endpoint: endpoint,
            members: try RequestMembers(
                fields,
                api: endpoint.api,
                summarizesReasoning: reasons && answer.showsReasoning
            ),
            plan: plan,
            catalogue: catalogue,
            isLocal: isLocal,
            server: isLocal ? try LocalTokens.counter(for: endpoint.model, in: context) : nil
        )
    }

    /// Resolves the server and the model, and starts the local server if needed.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    package func open() async throws -> ModelEndpoint {
        let place = try await address()
        var settings = settings
        if let server = place.server { settings.use(localKey: server.key) }
        if let notice = settings.keyNotice { console.notice(notice) }
        try await settings.resolveKey()
        let configuration = try configuration(settings, place.baseURL)
        let host = configuration.baseURL.authority
        do {
            let transport = try localModel.transport(to: place.server, configuration)
            let log =
                isVerbose
                ? ExchangeLog(transport, console: console, clock: context.clock, configuration: configuration) : nil
            let metering = self.metering()
            let client = try OpenAI(configuration: configuration, transport: log ?? transport, meter: metering)
            let model = try await model(served: place.model, client: client)
            let api = api(for: model, at: configuration.baseURL)
            if asksQuestions { try check(model, api, at: configuration.baseURL) }
            return ModelEndpoint(client: client, model: model, api: api, host: host, metering: metering, log: log)
        } catch let error as OpenAIError {
            throw described(error, host: host)
        }
    }

    func metering() -> CallMetering {
        let ledger = ledger ?? LedgerSource(directories: directories, records: !context.forbidsRecording)
        return CallMetering(
            source: ledger,
            profile: settings.profile.name,
            spending: spending,
            billsListPrices: settings.profile.billing == .list ? true : nil,
            freeReason: freeReason,
            directories: directories,
            console: console
        )
    }

    /// Whether questions are sent to the local model.
    var isLocal: Bool { settings.profile.isLocal && settings.baseURL == nil }

    /// The reason calls to the server are free, or `nil` if the calls might incur costs.
    ///
    /// Apart from the local model, calls are free only if the profile says so. A server on this machine, even one at
    /// Ollama's address, could be a proxy for a server that charges for calls.
    var freeReason: String? {
        if isLocal { return "the local model" }
        return settings.profile.billing == .free
            ? "billing is set to free in profile '\(settings.profile.name)'" : nil
    }

    func configuration(
        _ settings: Settings,
        _ baseURL: SourcedValue,
        requiresKey: Bool = true
    ) throws -> OpenAI.Configuration {
        try settings.configuration(
            baseURL: baseURL,
            environment: context.environment,
            requiresKey: requiresKey,
            onRetry: { [console] in console.notice($0.summary) }
        )
    }

    /// Returns the request fields other than model and messages.
    ///
    /// - Throws: `CommandFailure` if multiple choices (`n`) are requested for text output.
    package func fields(of question: Question, _ answer: AnswerOptions, baseURL: BaseURL) throws -> JSONObject {
        var fields = question.fields(over: settings.options, limitName: limitName(for: baseURL))
        if let schema = try answer.schema(for: baseURL, isLocal: isLocal) {
            fields["response_format"] = try JSONValue(parsing: JSONBodyEncoder.encode(schema.format))
        }
        if fields["n"]?.intValue ?? 1 > 1, !answer.writesJSON {
            throw CommandFailure.usage("multiple answers (n) cannot be printed as text", nextStep: "add --json")
        }
        return fields
    }

    func described(_ error: OpenAIError, host: String) -> CommandFailure {
        var failure = CommandFailure(error, host: host, keyRemedy: settings.keyRemedy)
        if settings.profile.name == "ollama", error.connectionFailure == .refused {
            failure.nextStep = "start it with: ollama serve"
        }
        if isLocal, error.code == .unsupportedContent {
            failure.what = "the local model does not support images"
            failure.nextStep = "omit them, or use another server with -P"
        }
        return failure
    }

    /// Returns the name of the field for the token limit.
    ///
    /// OpenAI renamed `max_tokens`, but most other servers support only the old name.
    func limitName(for baseURL: BaseURL) -> String {
        baseURL.host == BaseURL.openAI.host ? "max_completion_tokens" : "max_tokens"
    }

    // MARK: Resolving the server

    func address() async throws -> (baseURL: SourcedValue, model: String?, server: RunningServer?) {
        if let baseURL = settings.baseURL {
            return (baseURL, nil, try localModel.server(at: baseURL, key: settings.key))
        }
        guard settings.profile.isLocal else {
            throw CommandFailure.usage(
                "the profile '\(settings.profile.name)' has no base_url",
                nextStep: "add one to \(directories.configurationFile), or pass --base-url"
            )
        }
        let server = try await localServer()
        return (SourcedValue(value: server.baseURL, source: "the local server"), server.model, server)
    }

    var localModel: LocalModel {
        LocalModel(directory: directories.localModel, environment: context.environment)
    }

    /// Returns whether the local server that an endpoint uses has stopped.
    package func hasEnded(_ endpoint: ModelEndpoint) -> Bool {
        guard isLocal else { return false }
        let address = localModel.runningServer.flatMap { try? BaseURL($0.baseURL) }
        return address != endpoint.client.configuration.baseURL
    }

    /// Returns the server's address without starting the local server or sending a request.
    func quietAddress() async throws -> (baseURL: SourcedValue, model: String?) {
        guard settings.profile.isLocal, settings.baseURL == nil else {
            let place = try await address()
            return (place.baseURL, place.model)
        }
        let server = localModel.runningServer
        // The port is not known until the server starts.
        let baseURL = server?.baseURL ?? "http://127.0.0.1/v1"
        return (
            SourcedValue(value: baseURL, source: "the local server"), server?.model ?? LocalModel.installedModelName
        )
    }

    private func localServer() async throws -> RunningServer {
        let serving = LocalServing(
            model: localModel,
            console: console,
            clock: context.clock
        )
        guard await serving.isUsable else { throw notInstalled(serving.model.plan()) }
        if settings.isLocalByDefault {
            console.notice(
                "waiter: no API key found; using the local model (set OPENAI_API_KEY to use OpenAI)"
            )
        }
        return try await serving.start(ServerOptions())
    }

    private func notInstalled(_ plan: InstallPlan) -> CommandFailure {
        let remedy = "run 'waiter local install' once (\(ByteCount.formatted(plan.downloadBytes)), no account needed)"
        if settings.isLocalByDefault {
            return CommandFailure(
                .notAuthorized,
                "no API key and no local model found",
                nextStep: "set OPENAI_API_KEY, or \(remedy)",
                kind: "authentication"
            )
        }
        return CommandFailure(.failure, "the local model is not installed", nextStep: remedy, kind: "notInstalled")
    }

    private func model(served: String?, client: OpenAI) async throws -> String {
        if let served {
            // llama.cpp silently accepts any model name, so a request for another model has to be rejected here.
            if let asked = settings.model, asked.value != served {
                throw CommandFailure(
                    .modelNotFound,
                    "the local server has no model '\(asked.value)'",
                    place: asked.source,
                    nextStep: "omit it, or use -m \(served)",
                    kind: "notFound"
                )
            }
            return served
        }
        if let model = settings.model { return model.value }
        let models = try await client.models.list().data.map(\.id)
        if models.count == 1 { return models[0] }
        throw CommandFailure.usage(
            "no model selected for \(client.configuration.baseURL.host)",
            nextStep: models.isEmpty
                ? "choose one with -m" : "choose one with -m: \(models.prefix(12).joined(separator: ", "))"
        )
    }

    /// Returns the failure to report for a call. If the server does not recognize the model, the failure suggests the
    /// closest model that the server lists.
    func failure(_ error: OpenAIError, at endpoint: ModelEndpoint) async -> CommandFailure {
        let (model, client) = (endpoint.model, endpoint.client)
        var failure = described(error, host: endpoint.host)
        guard failure.status == .modelNotFound else { return failure }
        if let reason = unusable(model, endpoint.api, error) {
            (failure.what, failure.kind) = (reason, "unsupportedModel")
            failure.nextStep = "choose a chat model with -m; see: waiter models"
            return failure
        }
        failure.what = "model '\(model)' not found"
        let options = RequestOptions(timeouts: OpenAI.Timeouts(total: .seconds(5)), maxRetries: 0)
        guard let models = try? await client.models.list(options: options).data.map(\.id) else { return failure }
        if let nearest = NearestName.find(model, in: models) {
            failure.nextStep = "did you mean -m \(nearest)?"
        } else if !models.isEmpty {
            failure.nextStep = "available: \(models.prefix(12).joined(separator: ", "))"
        }
        return failure
    }
}
