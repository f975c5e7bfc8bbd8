extension OpenAI {
    /// The path `/chat`.
    public struct Chat: Sendable {
        let client: OpenAI

        /// The path `/chat/completions`.
        public var completions: Completions { Completions(client: client) }
    }

    /// Conversations with a model: `client.chat.completions`.
    public var chat: Chat { Chat(client: self) }
}
