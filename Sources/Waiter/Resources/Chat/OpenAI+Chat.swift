extension OpenAI {
    /// The `/chat` endpoints.
    public struct Chat: Sendable {
        let client: OpenAI

        /// The `/chat/completions` endpoint.
        public var completions: Completions { Completions(client: client) }
    }

    /// The chat endpoints, for conversations with a model. Use `client.chat.completions`.
    public var chat: Chat { Chat(client: self) }
}
