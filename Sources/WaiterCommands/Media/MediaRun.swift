package import Waiter
internal import WaiterConversation
internal import WaiterStore
package import WaiterTerminal

/// A call of a command for images or audio: its server, its record in the ledger, and its report.
package struct MediaRun: Sendable {
    /// The description of the call's purpose in errors, such as `generate images`.
    private let purpose: String
    private var session: AskSession
    /// Whether to print tokens, time and cost to standard error.
    package var reportsUsage = false
    /// Whether to print the HTTP exchange to standard error.
    package var isVerbose: Bool {
        get { session.isVerbose }
        set { session.isVerbose = newValue }
    }
    package let console: Console
    package let clock: CommandClock

    /// Resolves the settings.
    ///
    /// - Parameters:
    ///   - purpose: The purpose of the call, such as `generate images`.
    ///   - flags: The server and the model, which is never the profile's chat model.
    ///   - spending: The limit and the tags of the call.
    ///   - context: The context of the command.
    /// - Throws: `CommandFailure`, including for the local model, which only answers questions.
    package init(
        to purpose: String,
        _ flags: Settings.Flags,
        _ spending: SpendingPlan,
        in context: CommandContext
    ) throws {
        let directories = context.directories()
        let settings = try Settings(flags: flags, environment: context.environment, directories: directories)
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

    /// Makes the call, and describes its errors.
    ///
    /// - Parameters:
    ///   - label: The label of the spinner, such as `generating`.
    ///   - call: A closure that makes the call with the client and the options.
    /// - Returns: The value of the call.
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
        do {
            return try await call(endpoint.client, RequestOptions(metering: MeteringOptions(callID: id)))
        } catch let error as OpenAIError {
            throw failure(error, at: endpoint)
        }
    }

    private func failure(_ error: OpenAIError, at endpoint: ModelEndpoint) -> CommandFailure {
        var failure = session.described(error, host: endpoint.host)
        switch error.code {
        // An unreadable file is a mistake in the command line, like other wrong arguments.
        case .fileAccess: (failure.status, failure.place) = (.usage, nil)
        case .streamTruncated: (failure.what, failure.nextStep) = ("the response was cut off", "try again")
        default: break
        }
        guard failure.status == .modelNotFound else { return failure }
        failure.what = "the server does not \(purpose) with the model '\(endpoint.model)'"
        failure.nextStep = "choose another with -m; see: waiter models --remote"
        return failure
    }
}
