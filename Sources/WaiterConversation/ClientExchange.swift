internal import Waiter

/// Requests complete answers from a client.
struct ClientExchange: ConversationExchange {
    let client: OpenAI
    let options: RequestOptions

    func answer(to request: ChatCompletionRequest, in conversation: Conversation) async throws -> ChatCompletion {
        try await client.chat.completions.create(request, options: options.metered(in: conversation.id))
    }
}
