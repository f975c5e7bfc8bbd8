internal import Waiter
internal import WaiterConversation

/// What a request will be in tokens and money, told before it is sent.
struct RequestEstimate {
    let request: ChatCompletionRequest
    let count: TokenCount
    let lookup: ModelLookup
    /// Whether the model on this machine answers, which costs nothing.
    let isLocal: Bool

    private var entry: CatalogueEntry? { lookup.entry }

    /// The prices; nil where they are not known, as those of other tiers than the usual are not.
    private var prices: ModelPrices? {
        let tier = request.serviceTier
        return tier == nil || tier == .auto || tier == .default ? entry?.prices : nil
    }

    private var requested: Int? { request.maxCompletionTokens ?? request.maxTokens }

    /// The most tokens of all answers; nil when that is not known.
    private var output: Int? {
        let one = entry?.outputLimit(input: count.tokens, requested: requested) ?? requested
        return one.flatMap { one in
            let (all, overflow) = one.multipliedReportingOverflow(by: max(1, request.n ?? 1))
            return overflow ? nil : all
        }
    }

    /// Lines for standard error.
    var lines: [String] {
        let input = prices?.inputCost(count.tokens)
        let answer = output.flatMap { prices?.outputCost($0, input: count.tokens) }
        let all = greatestInput.flatMap { input in answer.flatMap(input.adding) }
        let number = count.isExact ? "\(count.tokens) tokens (exact)" : "about \(count.tokens) tokens"
        let most = output.map { "at most \($0) tokens" } ?? "any number of tokens"
        var lines = ["waiter: input: \(number), \(words(input)); output: \(most), \(words(answer))"]
        if !isLocal { lines[0] += "; in all at most \(all.map { "\($0)" } ?? "?")" }
        if !count.isExact { lines.append("waiter: approximate: \(count.reasons.joined(separator: "; "))") }
        if !isLocal, let doubt { lines.append("waiter: no price: \(doubt)") }
        return lines
    }

    /// What the input costs when all of it is put into the provider's cache, which may be dearer.
    private var greatestInput: Dollars? {
        guard let rates = prices?.rates(forInput: count.tokens), let input = rates.input else { return nil }
        return max(input, rates.cacheWrite ?? input).cost(ofTokens: count.tokens)
    }

    private func words(_ cost: Dollars?) -> String { isLocal ? "no cost" : cost.map { "\($0)" } ?? "$?" }

    /// Why there is no price; nil when there is one.
    private var doubt: String? {
        if case .unknown(let model, let nearest) = lookup {
            return "no model '\(model)' is known" + (nearest.map { " (did you mean '\($0)'?)" } ?? "")
        }
        guard prices?.inputCost(count.tokens) == nil else { return nil }
        if let tier = request.serviceTier, entry?.prices != nil { return "that of the tier '\(tier)' is not known" }
        return "that of \(request.model) is not known"
    }

    /// What a server would answer to a request that is too long; nil when it fits, or the limit is not known.
    var overflow: CommandFailure? {
        guard let limit = entry?.inputLimit, count.tokens > limit else { return nil }
        return CommandFailure(
            .contextTooLong,
            "the prompt of \(count.isExact ? "" : "about ")\(count.tokens) tokens does not fit into the model's context "
                + "of \(limit)",
            place: request.model,
            nextStep: "shorten it, for example with 'waiter tokens fit', or choose a model with a larger context",
            kind: "contextLengthExceeded"
        )
    }
}
