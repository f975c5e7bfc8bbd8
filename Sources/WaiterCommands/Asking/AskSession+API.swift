internal import Waiter
internal import WaiterModels

extension AskSession {
    /// Returns the API for a model: the one that was chosen, or the default of the server and the model.
    ///
    /// The default is the Responses API for OpenAI, for Azure, for profiles of servers that prefer it, and for models that the
    /// provider serves only there. Servers that are not known to have it, including the local model, use chat completions.
    func api(for model: String, at baseURL: BaseURL) -> ModelAPI {
        if let api = settings.api { return api }
        if isLocal { return .chatCompletions }
        let entry = entry(of: model)
        if entry?.isResponsesOnly == true { return .responses }
        let isPreferred = baseURL.hasResponsesAPI || settings.profile.prefersResponses
        return isPreferred && entry?.isChatOnly != true ? .responses : .chatCompletions
    }

    /// Returns the endpoint with an API that has the given request options.
    ///
    /// The default changes to chat completions if only they have an option, such as `n`.
    ///
    /// - Throws: `CommandFailure` if the chosen API lacks an option.
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
                "chat completions have no option '\(name)'",
                nextStep: "omit it, or add --api responses if the server has the Responses API"
            )
        }
        return endpoint
    }

    /// Checks that a model can answer over its API, as far as the catalogue knows it, before anything is sent.
    ///
    /// - Throws: `CommandFailure` that names the model and its kind.
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
        // A gateway may translate chat completions for such a model.
        if entry.isResponsesOnly, api == .chatCompletions, baseURL.hasResponsesAPI {
            throw CommandFailure(
                .modelNotFound,
                "the model '\(model)' supports only the Responses API, not chat completions",
                nextStep: "omit --api chat",
                kind: "unsupportedModel"
            )
        }
    }

    /// Returns what the catalogue knows of a model; nil for an unknown one.
    func entry(of model: String) -> CatalogueEntry? { (try? UserCatalogue.load(directories))?.known(model) }
}

extension BaseURL {
    /// Whether the server is known to have the Responses API: OpenAI's and its regional hosts, and Azure.
    var hasResponsesAPI: Bool {
        let host = host.lowercased()
        return host == BaseURL.openAI.host || host.hasSuffix(".api.openai.com") || AzureDeployment.isAzure(host: host)
    }
}
