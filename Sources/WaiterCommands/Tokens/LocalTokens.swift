internal import Waiter
internal import WaiterLocal
internal import WaiterModels

/// Counts tokens with the server of the local model. Tokens can be counted only while the server is running.
enum LocalTokens {
    /// Returns the token counter for a model, or `nil` if the model is not the running local model.
    static func counter(for model: String, in context: CommandContext) throws -> ServerTokenCounter? {
        let local = LocalModel(directory: context.directories().localModel, environment: context.environment)
        guard let server = local.runningServer, server.model == model else { return nil }
        let configuration = try OpenAI.Configuration(
            apiKey: APIKey(server.key.value),
            // Use the server's root, because the token counting endpoints are not under /v1.
            baseURL: BaseURL(BaseURL(server.baseURL).origin),
            timeouts: OpenAI.Timeouts(total: .seconds(30)),
            retry: RetryPolicy(maxRetries: 0)
        )
        let transport = try LocalServerTransport(server, of: local, configuration: configuration)
        return try ServerTokenCounter(OpenAI(configuration: configuration, transport: transport), model: model)
    }
}
