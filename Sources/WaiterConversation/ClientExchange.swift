internal import Waiter

/// An exchange that requests complete answers through a client.
struct ClientExchange: ConversationExchange {
    let client: OpenAI
    let options: Conversation.Options

    func answer(to request: ChatCompletionRequest, in conversation: Conversation) async throws -> ChatCompletion {
        try await client.completion(of: request, options.api, options.request.metered(in: conversation.id))
    }
}
