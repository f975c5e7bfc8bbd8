internal import Waiter
internal import WaiterLocal
internal import WaiterModels

/// The model on this machine, which counts its tokens itself while it runs.
enum LocalTokens {
    /// Who counts for a model; nil for all but the one that runs here.
    static func counter(for model: String, in context: CommandContext) throws -> ServerTokenCounter? {
        let local = LocalModel(directory: context.directories().localModel, environment: context.environment)
        guard let known = local.knownModel, known.isRunning, known.name == model, let address = local.runningAddress
        else { return nil }
        return try counter(at: address, model: model)
    }

    static func counter(at address: String, model: String) throws -> ServerTokenCounter {
        let configuration = try OpenAI.Configuration(
            baseURL: BaseURL(address),
            timeouts: OpenAI.Timeouts(total: .seconds(30)),
            retry: RetryPolicy(limit: 0)
        )
        return try ServerTokenCounter(configuration: configuration, model: model)
    }
}
