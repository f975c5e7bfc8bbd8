internal import Waiter

/// Requests whole answers from a client.
struct ClientExchange: ConversationExchange {
    let client: OpenAI
    let options: RequestOptions

    func answer(to request: ChatCompletionRequest, in conversation: Conversation) async throws -> ChatCompletion {
        try await client.chat.completions.create(request, options: options)
    }
}

/// Requests streamed answers from a client.
struct StreamedExchange: ConversationExchange {
    let client: OpenAI
    let options: RequestOptions
    /// Called with each chunk.
    let onChunk: (ChatCompletionChunk) async throws -> Void

    private var accumulator = ChatCompletionAccumulator()
    private var hasBegun = false

    init(client: OpenAI, options: RequestOptions, onChunk: @escaping (ChatCompletionChunk) async throws -> Void) {
        (self.client, self.options, self.onChunk) = (client, options, onChunk)
    }

    var received: ChatCompletion? { hasBegun ? accumulator.completion : nil }

    mutating func answer(
        to request: ChatCompletionRequest,
        in conversation: Conversation
    ) async throws -> ChatCompletion {
        for try await chunk in try await client.chat.completions.stream(request, options: options) {
            hasBegun = true
            accumulator.append(chunk)
            try await onChunk(chunk)
        }
        return accumulator.completion
    }
}
