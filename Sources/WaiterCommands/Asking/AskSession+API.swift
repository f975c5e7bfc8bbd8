internal import Waiter
internal import WaiterModels

extension AskSession {
    /// Returns the API for a model: the chosen API, or the default for the server and model.
    ///
    /// The default is the Responses API for OpenAI, Azure, profiles that prefer it, and models that are available only
    /// through it. Chat completions are used for servers that are not known to support the Responses API, including the
    /// local server.
    func api(for model: String, at baseURL: BaseURL) -> ModelAPI {
        if let api = settings.api { return api }
        if isLocal { return .chatCompletions }
        let entry = entry(of: model)
        if entry?.isResponsesOnly == true { return .responses }
        let isPreferred = baseURL.hasResponsesAPI || settings.profile.prefersResponses
        return isPreferred && entry?.isChatOnly != true ? .responses : .chatCompletions
    }

    /// Returns the endpoint, with an API that supports the given request options.
    ///
    /// If an option such as `n` exists only in the Chat Completions API, that API becomes the default.
    ///
    /// - Throws: `CommandFailure` if the chosen API does not support an option.
    func endpoint(_ endpoint: ModelEndpoint, for fields: JSONObject) throws -> ModelEndpoint {
        var endpoint = endpoint
        func given(_ names: Set<String>) -> String? { fields.first { names.contains($0.0) && !$0.1.isNull }?.0 }
        if endpoint.api == .responses, let name = given(RequestParameters.onlyInChat) {
            guard settings.api == nil, entry(of: endpoint.model)?.isResponsesOnly != true else {
                throw CommandFailure.usage(
                    "the Responses API has no option '\(name)'",
                    nextStep: "omit it, or use chat completions with --api chat"
                )
            }
            endpoint.api = .chatCompletions
        }
        if endpoint.api == .chatCompletions, let name = given(RequestParameters.onlyInResponses) {
            throw CommandFailure.usage(
                "the Chat Completions API has no option '\(name)'",
                nextStep: "omit it, or add --api responses if the server supports the Responses API"
            )
        }
        return endpoint
    }

    /// Looks up a model in the catalogue and checks that the model supports the API. The check runs before anything is
    /// sent.
    ///
    /// - Throws: `CommandFailure` if the model does not support the API. The failure names the model and its kind.
    func check(_ model: String, _ api: ModelAPI, at baseURL: BaseURL) throws {
        guard !isLocal, let entry = entry(of: model) else { return }
        if let obstacle = entry.conversationObstacle {
            throw CommandFailure(
                .modelNotFound,
                obstacle,
                nextStep: "choose a chat model with -m; see: waiter models",
                kind: "unsupportedModel"
            )
        }
        // A gateway can translate chat completions for a model that supports only the Responses API.
        if entry.isResponsesOnly, api == .chatCompletions, baseURL.hasResponsesAPI {
            throw CommandFailure(
                .modelNotFound,
                "the model '\(model)' supports only the Responses API, not chat completions",
                nextStep: "omit --api chat",
                kind: "unsupportedModel"
            )
        }
    }

    /// Returns the catalogue's entry for a model, or `nil` if the model is unknown.
    func entry(of model: String) -> CatalogueEntry? { (try? UserCatalogue.load(directories))?.known(model) }
}

extension BaseURL {
    /// Whether the server is known to support the Responses API. This is true for OpenAI, including its regional hosts,
    /// and for Azure.
    var hasResponsesAPI: Bool {
        let host = host.lowercased()
        return host == BaseURL.openAI.host || host.hasSuffix(".api.openai.com") || AzureDeployment.isAzure(host: host)
    }
}
