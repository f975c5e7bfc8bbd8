internal import Waiter
internal import WaiterModels

/// Says what a call has taken and cost, by the list price of its model.
package struct CallPricing: Sendable {
    let directories: Directories
    /// Why it costs nothing; nil where it has a price.
    let freeReason: String?

    /// More tokens than these are a server's mistake.
    private static let largestCount = 1_000_000_000

    /// What an answer has taken, counted here where the server does not tell or tells what cannot be, and what that costs.
    ///
    /// - Parameter options: The fields of the request that are not in its type, such as the service tier.
    func bill(for completion: ChatCompletion, of request: ChatCompletionRequest, options: JSONObject) -> AnswerBill {
        let catalogue = try? UserCatalogue.load(directories)
        var bill = AnswerBill(usage: completion.usage)
        bill.estimateReason = Self.defect(of: completion, request, options, catalogue ?? .builtIn)
        if bill.estimateReason != nil {
            bill.usage = Self.estimate(completion, request, options, catalogue ?? .builtIn)
        }
        bill.cost = cost(of: bill.usage, completion, asked: request.model, options: options, catalogue)
        return bill
    }

    /// Why the usage is not to be believed; nil when it is.
    private static func defect(
        of completion: ChatCompletion,
        _ request: ChatCompletionRequest,
        _ options: JSONObject,
        _ catalogue: ModelCatalogue
    ) -> String? {
        guard let usage = completion.usage else { return "the server does not say" }
        if let defect = usage.anomalies.first(where: { !$0.isHarmless }) { return "the usage cannot be: \(defect)" }
        let says = completion.choices.contains { !($0.message.content ?? "").isEmpty || !$0.message.toolCalls.isEmpty }
        if usage.completionTokens == 0, says { return "the usage cannot be: completion_tokens is 0" }
        let entry = catalogue.known(completion.model) ?? catalogue.known(request.model)
        // What a provider's own tools read is counted anew with each step that the model takes.
        let hasHostedTools = options["web_search_options"] != nil || options["tools"] != nil
        let (input, output) = hasHostedTools ? (nil, nil) : (entry?.contextWindow, entry?.maxOutput)
        let isAbsurd =
            usage.promptTokens > most(input, 1) || usage.completionTokens > most(output, options["n"]?.intValue ?? 1)
        return isAbsurd ? "the usage cannot be: so many tokens there are not" : nil
    }

    /// The most tokens that so many answers can have; some providers bill a little beyond the limits of their models.
    private static func most(_ limit: Int?, _ answers: Int) -> Int {
        guard let limit else { return largestCount }
        let (all, overflow) = limit.multipliedReportingOverflow(by: max(1, answers))
        let bound = overflow ? largestCount : min(largestCount, all)
        return min(largestCount, bound + bound / 8 + 256)
    }

    private static func estimate(
        _ completion: ChatCompletion,
        _ request: ChatCompletionRequest,
        _ options: JSONObject,
        _ catalogue: ModelCatalogue
    ) -> CompletionUsage {
        var whole = request
        // Tools and schemas may be among the other fields.
        if let bytes = try? JSONBodyEncoder.encode(request), var body = (try? JSONValue(parsing: bytes))?.objectValue {
            for (name, value) in options { body[name] = value }
            whole = (try? JSONBodyDecoder.decode(ChatCompletionRequest.self, from: .object(body))) ?? request
        }
        let counter = TokenCounter(model: request.model, catalogue: catalogue)
        let output = completion.choices.reduce(0) { $0 + counter.tokens(of: $1.message) }
        return CompletionUsage(promptTokens: counter.count(whole).tokens, completionTokens: output)
    }

    private func cost(
        of usage: CompletionUsage?,
        _ completion: ChatCompletion,
        asked model: String,
        options: JSONObject,
        _ catalogue: ModelCatalogue?
    ) -> Cost {
        if let freeReason { return .free(freeReason) }
        guard let catalogue else { return .unknown(Cost.UnknownReason(.catalogueUnreadable)) }
        let searchesWeb = options["web_search_options"] != nil
        let hasSources = completion.choices.contains { !$0.message.annotations.isEmpty }
        let terms = PricingContext(
            model: model,
            servedModel: completion.model,
            serviceTier: completion.serviceTier
                ?? options["service_tier"]?.stringValue.map(ServiceTier.init(rawValue:)),
            keepsCacheForDay: options["prompt_cache_retention"]?.stringValue == PromptCacheRetention.hours24.rawValue,
            // Such answers do not tell how often they looked.
            webSearches: searchesWeb || hasSources ? nil : 0
        )
        return catalogue.cost(of: usage, in: terms)
    }
}
