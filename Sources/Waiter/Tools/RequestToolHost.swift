/// A host that stores the messages of a loop in its request.
final class RequestToolHost: ToolLoopHost {
    private let client: OpenAI
    private let settings: ToolRunSettings
    private let options: RequestOptions
    private var current: ChatCompletionRequest

    init(_ client: OpenAI, _ request: ChatCompletionRequest, _ settings: ToolRunSettings, _ options: RequestOptions) {
        self.client = client
        self.settings = settings
        self.options = options
        current = request
    }

    var request: ChatCompletionRequest? { current }

    func begin(isolation: isolated (any Actor)?) async throws {}

    func open(
        _ wire: ToolWire,
        after progress: ToolProgress,
        isolation: isolated (any Actor)?
    ) async throws -> ToolAnswer {
        let stream = try await client.chat.completions.stream(
            wire.request(current, after: progress),
            thinkTags: settings.thinkTags,
            options: options.ofStep(after: progress)
        )
        return ToolAnswer(to: current, .stream(stream))
    }

    func keep(_ completion: ChatCompletion) {
        current.messages.append(completion.message, keepsReasoning: settings.keepsReasoning)
    }

    func keep(_ results: [ChatMessage]) {
        current.messages += results
    }

    func save(_ progress: ToolProgress, isolation: isolated (any Actor)?) async throws {
        try await settings.save?(ToolCheckpoint(request: current, progress: progress))
    }

    func end(
        _ progress: ToolProgress,
        _ received: ChatCompletion?,
        _ error: (any Error)?,
        isolation: isolated (any Actor)?
    ) async {}

    func abandon(_ progress: ToolProgress, _ received: ChatCompletion?) {}
}
