internal import Waiter
internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

/// The environment of a running step: the page that it writes to and the servers that it calls.
struct LessonStage: Sendable {
    let context: CommandContext
    let page: LessonPage

    // MARK: The lesson server

    /// Calls a closure with a lesson server and a client for that server.
    ///
    /// - Parameters:
    ///   - key: The client's key, which is the only key that the server accepts.
    ///   - script: A closure that receives a request and its number, starting from 0. It returns a response, or `nil`
    ///     to use the response from `LessonRules`.
    ///   - body: A closure that makes the step's calls.
    /// - Throws: Any error thrown by `body`.
    func withServer(
        key: String = Self.makeKey(),
        script: @escaping @Sendable (_ rules: LessonRules, _ request: LessonRequest, _ number: Int) -> LessonReply? =
            { _, _, _ in nil },
        _ body: (_ client: OpenAI, _ server: LessonServer) async throws -> Void
    ) async throws {
        let rules = LessonRules(key: key)
        try await LessonServer.running({ request, number in
            script(rules, request, number) ?? rules.reply(to: request)
        }) { server in
            let page = page
            let client = try OpenAI(
                configuration: OpenAI.Configuration(
                    apiKey: APIKey(rules.key),
                    baseURL: BaseURL(server.baseURL),
                    retry: RetryPolicy(onRetry: { notice in
                        let cause = notice.reason.status.map { "HTTP \($0)" } ?? notice.reason.message
                        try? page.result(
                            "\n\(cause): waiting \(notice.delay.shortText), then resending the request"
                        )
                    })
                )
            )
            try await body(client, server)
        }
    }

    /// Returns a random key in the format of OpenAI's keys. Only the lesson server accepts it.
    static func makeKey() -> String {
        let characters = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        // Include a digit, an uppercase letter and a lowercase letter, because every long random key contains all
        // three.
        return "sk-proj-a7K" + String((0..<45).map { _ in characters.randomElement() ?? "x" })
    }

    /// Creates a request to the lesson server.
    static func request(_ messages: [ChatMessage]) -> ChatCompletionRequest {
        ChatCompletionRequest(model: LessonRules.model, messages: messages)
    }

    // MARK: The real model

    /// Calls a closure with the local model. If the model cannot be used, writes the reason to the page.
    ///
    /// - Parameters:
    ///   - introduction: The sentence that precedes the calls.
    ///   - body: A closure that makes the step's calls. Errors from the client are written to the page.
    /// - Throws: `CancellationError` or `StandardStream.Failure`.
    func withLocalModel(
        _ introduction: String,
        _ body: (_ client: OpenAI, _ model: String) async throws -> Void
    ) async throws {
        let directory = context.directories().localModel
        let model = LocalModel(directory: directory, environment: context.environment)
        let serving = LocalServing(model: model, console: context.console, clock: context.clock)
        try page.heading("With a real model")
        guard await serving.isUsable else {
            let size = ByteCount.formatted(model.plan().downloadBytes)
            return try page.text(
                "This part needs the local model, which is not installed. Install it once with `waiter local "
                    + "install` (\(size); no account or key required), then repeat this step."
            )
        }
        do {
            let server = try await serving.start(ServerOptions())
            let configuration = try OpenAI.Configuration(
                apiKey: APIKey(server.key.value),
                baseURL: BaseURL(server.baseURL),
                timeouts: OpenAI.Timeouts(total: .seconds(60))
            )
            let transport = try model.transport(to: server, configuration)
            try page.text(introduction)
            try await body(OpenAI(configuration: configuration, transport: transport), server.model)
        } catch let error as CancellationError {
            throw error
        } catch let error as StandardStream.Failure {
            throw error
        } catch {
            try page.text("The local model did not answer: \(CommandFailure(any: error).what).")
        }
    }
}
