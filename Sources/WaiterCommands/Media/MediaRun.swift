package import Waiter
internal import WaiterConversation
internal import WaiterStore
package import WaiterTerminal

/// A call that an image or audio command makes. The run selects the server, records the call in the ledger, and prints
/// the report.
package struct MediaRun: Sendable {
    /// The purpose of the call, such as `generate images`, for use in error messages.
    private let purpose: String
    private(set) var session: AskSession
    /// Whether to print token counts, timing and cost to standard error.
    package var reportsUsage = false
    /// Whether to print the HTTP exchange to standard error.
    package var isVerbose: Bool {
        get { session.isVerbose }
        set { session.isVerbose = newValue }
    }
    package let console: Console
    package let clock: CommandClock

    /// The model, with aliases resolved.
    package var model: String { session.settings.model?.value ?? "" }

    /// Resolves the settings.
    ///
    /// - Parameters:
    ///   - purpose: The purpose of the call, such as `generate images`.
    ///   - flags: The flags that select the server and the model. The profile's chat model is never used.
    ///   - spending: The cost limit and the tags of the call.
    ///   - isPreview: Whether the request is only previewed. A preview needs no API key.
    ///   - context: The context of the command.
    /// - Throws: `CommandFailure`, for example if the local model is selected. The local model can only answer
    ///   questions.
    package init(
        to purpose: String,
        _ flags: Settings.Flags,
        _ spending: SpendingPlan,
        isPreview: Bool = false,
        in context: CommandContext
    ) throws {
        let directories = context.directories()
        var settings = try Settings(flags: flags, environment: context.environment, directories: directories)
        if isPreview, settings.isLocalByDefault {
            var flags = flags
            flags.profile = "openai"
            settings = try Settings(flags: flags, environment: context.environment, directories: directories)
        }
        // On Azure, each model has its own deployment.
        settings.useModelsAsDeployments()
        var session = AskSession(settings: settings, context: context, directories: directories)
        session.spending = spending
        session.asksQuestions = false
        (self.purpose, self.session) = (purpose, session)
        (console, clock) = (context.console, context.clock)
        guard session.isLocal else { return }
        let what = "the local model cannot \(purpose)"
        guard settings.isLocalByDefault else {
            throw CommandFailure.usage(what, nextStep: "choose another server with -P")
        }
        throw CommandFailure(
            .notAuthorized,
            "no API key found, and \(what)",
            nextStep: "set OPENAI_API_KEY, or choose another server with -P",
            kind: "authentication"
        )
    }

    /// Makes the call and converts its errors to command failures.
    ///
    /// - Parameters:
    ///   - label: The label of the spinner after an upload, such as `generating`.
    ///   - call: A closure that makes the call with the client and the options.
    /// - Returns: The value that `call` returns.
    /// - Throws: `CommandFailure`, `CancellationError`, `StandardStream.Failure`.
    package func run<Value: Sendable>(
        _ label: String,
        _ call: (OpenAI, RequestOptions) async throws -> Value
    ) async throws -> Value {
        let endpoint = try await session.open()
        defer { endpoint.finish() }
        let id = ConversationID().text
        let stopwatch = Stopwatch(clock)
        defer {
            console.stopSpinner()
            if reportsUsage { console.say(UsageReport(endpoint.metering.bill(ofCall: id), stopwatch).text) }
        }
        console.startSpinner(label)
        var options = RequestOptions(metering: MeteringOptions(callID: id))
        options.onProgress = { [console] in console.startSpinner($0.label(after: label)) }
        do {
            return try await call(endpoint.client, options)
        } catch let error as OpenAIError {
            throw failure(error, at: endpoint)
        }
    }

    func failure(_ error: OpenAIError, at endpoint: ModelEndpoint) -> CommandFailure {
        if let refusal = error.underlying as? BudgetRefusal { return CommandFailure(refusal, limitsAnswer: false) }
        var failure = session.described(error, host: endpoint.host)
        switch error.code {
        // Like any other invalid argument, an unreadable file is a usage error.
        case .fileAccess: (failure.status, failure.place) = (.usage, nil)
        case .streamTruncated: (failure.what, failure.nextStep) = ("the response was cut off", "try again")
        default: break
        }
        guard failure.status == .modelNotFound else { return failure }
        failure.what = "the server cannot \(purpose) with the model '\(endpoint.model)'"
        failure.nextStep = "choose another with -m; see: waiter models --remote"
        return failure
    }
}

extension TransferProgress {
    /// Returns the label of the spinner for a transfer. During an upload, the label shows the progress. After the
    /// upload, the call's own label is shown. During the download, the number of bytes received is also shown.
    fileprivate func label(after label: String) -> String {
        guard direction == .upload else { return "\(label): \(ByteCount.formatted(Int64(completed)))" }
        guard let total, total > 0, completed < total else { return label }
        return "uploading: \(completed * 100 / total)%"
    }
}
