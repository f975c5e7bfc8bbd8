/// A host that stores a loop's messages in the loop's request.
final class RequestToolHost: ToolLoopHost {
    private let client: OpenAI
    private let settings: ToolRunSettings
    private let options: RequestOptions
    private let responses: ResponsesRequest?
    private var current: ChatCompletionRequest

    init(_ client: OpenAI, _ checkpoint: ToolCheckpoint, _ settings: ToolRunSettings, _ options: RequestOptions) {
        self.client = client
        self.settings = settings
        self.options = options
        responses = checkpoint.responsesRequest
        current = checkpoint.request
    }

    var request: ChatCompletionRequest? { current }

    var conversationID: String? { options.metering?.conversation ?? responses?.conversation?.id }

    func begin(isolation: isolated (any Actor)?) async throws {}

    func open(
        _ wire: ToolWire,
        after progress: ToolProgress,
        isolation: isolated (any Actor)?
    ) async throws -> ToolAnswer {
        let request = ModelRequest(wire.request(current, after: progress), addedTo: responses)
        let operation = request.streamOperation(thinkTags: settings.thinkTags)
        let stream = try await client.send(operation, options: options.ofStep(after: progress)).value
        return ToolAnswer(to: current, .stream(stream))
    }

    func keep(_ completion: ChatCompletion) {
        current.messages.append(completion.message, keepsReasoning: settings.keepsReasoning)
    }

    func keep(_ results: [ChatMessage]) {
        current.messages += results
    }

    func save(_ progress: ToolProgress, isolation: isolated (any Actor)?) async throws {
        let checkpoint = ToolCheckpoint(request: current, responsesRequest: responses, progress: progress)
        try await settings.save?(checkpoint)
    }

    func end(
        _ progress: ToolProgress,
        _ received: ChatCompletion?,
        _ error: (any Error)?,
        isolation: isolated (any Actor)?
    ) async {}

    func abandon(_ progress: ToolProgress, _ received: ChatCompletion?) {}
}
