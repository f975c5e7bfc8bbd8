internal import Waiter
internal import WaiterModels

/// What the body of a request says about its price, read when somebody asks for it.
struct PricedRequest {
    let model: String
    private let bytes: Int
    private let body: JSONValue
    /// What the operation itself knows of its tokens, where the body is not JSON.
    private let bounds: TokenBounds?
    /// The count of the input; nil before it is counted, and where it cannot be.
    private var counted: TokenCount?
    private var decoded: ChatCompletionRequest?

    /// Reads and counts a request.
    init(_ attempt: MeteredAttempt, countedWith catalogue: ModelCatalogue) {
        self.init(attempt)
        decoded = chat
        counted = decoded.map { TokenCounter(model: model, catalogue: catalogue).count($0) }
    }

    init(_ attempt: MeteredAttempt) {
        model = attempt.model
        bytes = attempt.body.count
        bounds = attempt.bounds
        body = attempt.body.isEmpty ? .null : (try? JSONValue(parsing: attempt.body)) ?? .null
    }

    /// The request as the client knows it, where tokens are to be counted; nil when it is something else.
    private var chat: ChatCompletionRequest? {
        if let decoded { return decoded }
        return body["messages"] == nil ? nil : try? JSONBodyDecoder.decode(ChatCompletionRequest.self, from: body)
    }

    /// What decides the prices, before an answer is there.
    var context: PricingContext {
        PricingContext(
            model: model,
            serviceTier: body["service_tier"]?.stringValue.map(ServiceTier.init(rawValue:)),
            keepsCacheForDay: body["prompt_cache_retention"]?.stringValue == PromptCacheRetention.hours24.rawValue,
            webSearches: searchesWeb ? nil : 0
        )
    }

    /// Whether it may search the web, which is paid for by the search.
    private var searchesWeb: Bool {
        if body["web_search_options"]?.objectValue != nil { return true }
        return body["tools"]?.arrayValue?.contains { $0["type"]?.stringValue?.hasPrefix("web_search") ?? false }
            ?? false
    }

    /// The most that the request can cost.
    func maxCost(_ catalogue: ModelCatalogue) -> Cost {
        catalogue.maxCost(
            inputTokens: inputBound(catalogue),
            outputTokens: outputBound(catalogue),
            in: context
        )
    }

    /// The tokens that a provider's rate limit is charged with: the input, and the answers as long as the request allows.
    func limitedTokens(_ catalogue: ModelCatalogue) -> Int {
        let names = ["max_completion_tokens", "max_tokens", "max_output_tokens"]
        let output = names.compactMap { body[$0]?.intValue }.max() ?? 0
        let (sum, overflow) = inputBound(catalogue).addingReportingOverflow(max(0, output))
        return overflow ? .max : sum
    }

    /// How many tokens the input has, as far as it can be counted here.
    func inputTokens(_ catalogue: ModelCatalogue) -> Int? {
        if let counted { return counted.tokens }
        guard let chat else { return nil }
        return TokenCounter(model: model, catalogue: catalogue).count(chat).tokens
    }

    /// What of a usage is more than the model and the request allow; nil when nothing is, or nobody knows what they allow.
    ///
    /// Providers bill a little beyond their limits, and some forget the one that a request names: an eighth more than the
    /// model's is let pass, twice the request's, and as much as twice what has come.
    ///
    /// - Parameters:
    ///   - served: The model that the answer names.
    ///   - written: Counts the tokens of what has come.
    func excess(
        of usage: CompletionUsage,
        served: String?,
        _ catalogue: ModelCatalogue,
        written: () -> Int
    ) -> Cost.UsageAnomaly? {
        // What a provider's own tools read is counted anew with each step that the model takes; what is embedded is many
        // inputs at once.
        guard body["messages"] != nil, !hasHostedTools,
            let entry = served.flatMap({ catalogue.known($0) }) ?? catalogue.known(model), !entry.alwaysSearches
        else { return nil }
        if let limit = entry.contextWindow ?? entry.maxInput, usage.promptTokens > Self.withSlack(limit, eighths: 9) {
            return Cost.UsageAnomaly(.tooMany, "prompt_tokens")
        }
        let most = outputBound(catalogue) ?? .max
        guard usage.completionTokens > Self.withSlack(most, eighths: 16) || isBeyond(usage, entry) else { return nil }
        if !isBeyond(usage, entry), usage.completionTokens <= Self.withSlack(written(), eighths: 16) { return nil }
        return Cost.UsageAnomaly(.tooMany, "completion_tokens")
    }

    private func isBeyond(_ usage: CompletionUsage, _ entry: CatalogueEntry) -> Bool {
        guard let limit = entry.maxOutput ?? entry.contextWindow else { return false }
        let (all, overflow) = limit.multipliedReportingOverflow(by: max(1, body["n"]?.intValue ?? 1))
        let (sum, isTooMuch) = all.addingReportingOverflow(body["prediction"]?.objectValue == nil ? 0 : bytes)
        return !overflow && !isTooMuch && usage.completionTokens > Self.withSlack(sum, eighths: 9)
    }

    private static func withSlack(_ limit: Int, eighths: Int) -> Int {
        let (product, overflow) = limit.multipliedReportingOverflow(by: eighths)
        return overflow ? .max : product / 8 + 256
    }

    /// Whether the provider itself runs tools for the model.
    private var hasHostedTools: Bool {
        if searchesWeb { return true }
        return body["tools"]?.arrayValue?.contains { tool in
            !["function", "custom"].contains(tool["type"]?.stringValue ?? "function")
        } ?? false
    }

    /// The tokens of the prompt where the server read far fewer of them; nil where it read all.
    func truncatedPromptTokens(_ usage: CompletionUsage, _ catalogue: ModelCatalogue) -> Int? {
        // No request of so few bytes has so many more tokens.
        guard bytes / 6 > usage.promptTokens, let chat else { return nil }
        return TokenCounter(model: model, catalogue: catalogue).truncatedPromptTokens(of: chat, usage: usage)
    }

    // MARK: Bounds

    /// The most tokens that the input can have: the count where it is exact, with a margin where it is not, and all that the
    /// model takes where it cannot be counted.
    private func inputBound(_ catalogue: ModelCatalogue) -> Int {
        let limit = catalogue.known(model)?.inputLimit
        if let bounds {
            let counter = TokenCounter(model: model, catalogue: catalogue)
            let texts = bounds.texts.reduce(0) { $0 + counter.count($1).tokens }
            let (sum, overflow) = texts.addingReportingOverflow(bounds.maxInputTokens ?? limit ?? .max)
            return overflow ? .max : sum
        }
        guard let chat else {
            // No token of a text has less than one byte.
            return body["input"]?.hasUncountable ?? true ? limit ?? bytes : bytes
        }
        if chat.hasUncountable { return max(limit ?? 0, bytes) }
        let count = counted ?? TokenCounter(model: model, catalogue: catalogue).count(chat)
        return count.isExact ? count.tokens : count.tokens + count.tokens / 4 + 64
    }

    /// The most tokens of all answers; nil for the longest that the model gives.
    private func outputBound(_ catalogue: ModelCatalogue) -> Int? {
        if body["messages"] == nil, body["input"] != nil, catalogue.known(model)?.kind == "embedding" {
            return 0
        }
        let names = ["max_completion_tokens", "max_tokens", "max_output_tokens"]
        let asked = bounds?.maxOutputTokens ?? names.compactMap { body[$0]?.intValue }.max()
        let entry = catalogue.known(model)
        let limit = asked.flatMap { $0 > 0 ? $0 : nil } ?? entry?.outputLimit(input: 0)
        let (product, overflow) = (limit ?? 0).multipliedReportingOverflow(by: max(1, body["n"]?.intValue ?? 1))
        guard limit != nil, !overflow else { return nil }
        guard body["prediction"]?.objectValue != nil else { return product }
        // Predicted tokens that were wrong are paid for as well.
        let (sum, isTooMuch) = product.addingReportingOverflow(bytes)
        return isTooMuch ? nil : sum
    }
}

extension ChatCompletionRequest {
    /// Whether there is anything whose tokens only the server knows.
    fileprivate var hasUncountable: Bool {
        messages.contains { message in
            if message.audioID != nil { return true }
            switch message.content {
            case .unknown?: return true
            case .parts(let parts)?:
                return parts.contains { part in
                    switch part {
                    case .inputAudio, .file, .unknown: true
                    case .text, .imageURL, .refusal: false
                    }
                }
            case .text?, nil: return false
            }
        }
    }
}

extension JSONValue {
    /// Whether a request's `input` has anything but texts and numbers.
    fileprivate var hasUncountable: Bool {
        switch self {
        case .string, .integer: false
        case .array(let values): values.contains { $0.hasUncountable }
        default: true
        }
    }
}
