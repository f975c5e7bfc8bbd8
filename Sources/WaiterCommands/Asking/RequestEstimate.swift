internal import Waiter
internal import WaiterModels

/// An estimate of a request's token count and cost, made before the request is sent.
struct RequestEstimate {
    let request: ChatCompletionRequest
    let count: TokenCount
    let lookup: ModelLookup
    /// Whether the request is for the local model, which is free.
    let isLocal: Bool

    private var entry: CatalogueEntry? { lookup.entry }

    private var terms: PricingContext {
        PricingContext(
            model: request.model,
            serviceTier: request.serviceTier,
            keepsCacheForDay: request.promptCacheRetention == .hours24,
            webSearches: request.webSearchOptions == nil ? 0 : nil
        )
    }

    private var requested: Int? { request.maxCompletionTokens ?? request.maxTokens }

    /// The maximum number of output tokens for all choices, or `nil` if unknown.
    private var output: Int? {
        let one = entry?.outputLimit(input: count.tokens, requested: requested) ?? requested
        return one.flatMap { one in
            let (all, overflow) = one.multipliedReportingOverflow(by: max(1, request.n ?? 1))
            return overflow ? nil : all
        }
    }

    /// The estimate as lines for standard error.
    var lines: [String] {
        let input = cost(ofTokens: count.tokens, .input)
        let answer = output.flatMap { cost(ofTokens: $0, .output) }
        let all = output.flatMap { greatest(output: $0)?.total }
        let number = count.isExact ? "\(count.tokens) tokens (exact)" : "about \(count.tokens) tokens"
        let most = output.map { "at most \($0) tokens" } ?? "no token limit"
        var lines = ["waiter: input: \(number), \(words(input)); output: \(most), \(words(answer))"]
        if !isLocal { lines[0] += "; total: at most \(all.map { "\($0)" } ?? "?")" }
        if !count.isExact { lines.append("waiter: approximate: \(count.reasons.joined(separator: "; "))") }
        if !isLocal, let doubt { lines.append("waiter: no price: \(doubt)") }
        return lines
    }

    private func cost(ofTokens tokens: Int, _ kind: Cost.Kind) -> Dollars? {
        entry?.cost(ofTokens: tokens, kind, input: count.tokens, in: terms)
    }

    private func greatest(output: Int) -> Cost? {
        entry?.maxCost(inputTokens: count.tokens, outputTokens: output, in: terms)
    }

    private func words(_ cost: Dollars?) -> String { isLocal ? "no cost" : cost.map { "\($0)" } ?? "$?" }

    /// The reason there is no price, or `nil` if there is a price.
    private var doubt: String? {
        if case .unknown(let model, let nearest) = lookup {
            return "unknown model '\(model)'" + (nearest.map { " (did you mean '\($0)'?)" } ?? "")
        }
        return greatest(output: output ?? 0)?.unknownReasons.first?.description
    }

    /// The failure that a server would report for a prompt that is too long, or `nil` if the prompt fits or if the
    /// limit is unknown.
    var overflow: CommandFailure? {
        guard let limit = entry?.inputLimit, count.tokens > limit else { return nil }
        return CommandFailure(
            .contextTooLong,
            "the prompt of \(count.isExact ? "" : "about ")\(count.tokens) tokens exceeds the model's context window "
                + "of \(limit)",
            place: request.model,
            nextStep: "shorten it, for example with 'waiter tokens fit', or choose a model with a larger "
                + "context window",
            kind: "contextLengthExceeded"
        )
    }
}
