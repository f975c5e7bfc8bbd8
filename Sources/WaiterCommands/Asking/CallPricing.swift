internal import Waiter
internal import WaiterConversation

/// Says what a call has cost, by the list price of its model.
package struct CallPricing: Sendable {
    let directories: Directories
    /// Whether the model on this machine answers, which costs nothing.
    let isLocal: Bool

    /// What an answer has cost; unknown where a price or the usage is not known.
    ///
    /// - Parameter options: The fields of the request that are not in its type, such as the service tier.
    func cost(of completion: ChatCompletion, asked model: String, options: JSONObject) -> Cost {
        if isLocal { return .free("the model on this machine") }
        guard let catalogue = try? UserCatalogue.load(directories) else {
            return .unknown(CostDoubt(.catalogueUnreadable))
        }
        let searchesWeb = options["web_search_options"] != nil
        let hasSources = completion.choices.contains { !$0.message.annotations.isEmpty }
        let terms = CallTerms(
            model: model,
            servedModel: completion.model,
            serviceTier: completion.serviceTier
                ?? options["service_tier"]?.stringValue.map(ServiceTier.init(rawValue:)),
            keepsCacheForDay: options["prompt_cache_retention"]?.stringValue == PromptCacheRetention.hours24.rawValue,
            // Such answers do not tell how often they looked.
            webSearches: searchesWeb || hasSources ? nil : 0
        )
        return catalogue.cost(of: completion.usage, on: terms)
    }
}
