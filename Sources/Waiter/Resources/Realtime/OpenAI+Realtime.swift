extension OpenAI {
    /// The `/realtime` endpoints.
    public struct Realtime: Sendable {
        let client: OpenAI

        /// The `/realtime/client_secrets` endpoint.
        public var clientSecrets: ClientSecrets { ClientSecrets(client: client) }

        /// The `/realtime/client_secrets` endpoint, which lets apps start sessions without an API key.
        public struct ClientSecrets: Sendable {
            let client: OpenAI

            /// Creates a client secret that your server can pass to your app.
            ///
            ///     let secret = try await client.realtime.clientSecrets.create(
            ///         .init(session: RealtimeSession(model: "gpt-realtime-2"))
            ///     )
            ///     return secret.value
            ///
            /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
            public func create(
                _ request: RealtimeClientSecretRequest,
                options: RequestOptions = RequestOptions()
            ) async throws -> RealtimeClientSecret {
                try await client.send(.realtimeClientSecret(request), options: options).value
            }
        }
    }

    /// The realtime endpoints.
    public var realtime: Realtime { Realtime(client: self) }
}
