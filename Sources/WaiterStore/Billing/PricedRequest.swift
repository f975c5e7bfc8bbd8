internal import Waiter
internal import WaiterModels
internal import WaiterTokenizer

/// The contents of a request that determine its cost. They are read from the request body when needed.
struct PricedRequest {
    let model: String
    private let bytes: Int
    private let body: JSONValue
    /// The token bounds provided by the operation if the body is not JSON.
    private let bounds: TokenBounds?
    /// The name of the operation, such as `audio.speech.create`.
    private let operation: String
    /// Whether the request is for the Responses API.
    private var isResponse: Bool { operation.hasPrefix("responses.") }
    /// The token count of the input, or `nil` if the tokens have not been counted or cannot be counted.
    private var counted: Count?

    /// Reads a request and counts its tokens.
    init(_ attempt: MeteredAttempt, countedWith catalogue: ModelCatalogue) {
        self.init(attempt)
        counted = count(catalogue)
    }

    init(_ attempt: MeteredAttempt) {
        model = attempt.model
        bytes = attempt.body.count
        bounds = attempt.bounds
        operation = attempt.operation
        body = attempt.body.isEmpty ? .null : (try? JSONValue(parsing: attempt.body)) ?? .null
    }

    private struct Count {
        var tokens: TokenCount
        /// Whether the request has content whose tokens only the server can count.
        var isPartial: Bool
        /// The length of encrypted content in bytes. Encrypted content contains at most one token per byte.
        var encryptedBytes = 0
    }

    /// The decoded request, which is used to count tokens, or `nil` if the request is not a chat completion request.
    private var chat: ChatCompletionRequest? { ChatCompletionRequest(countedIn: body, model: model) }

    private func count(_ catalogue: ModelCatalogue) -> Count? {
        if isResponse, let request = CountedResponsesRequest(body: body, model: model) {
            return Count(
                tokens: request.count(by: TokenCounter(model: model, catalogue: catalogue)),
                isPartial: request.isPartial || request.chat.hasUncountable,
                encryptedBytes: request.encryptedBytes
            )
        }
        if let tokens = embeddingTokens(catalogue) { return Count(tokens: tokens, isPartial: false) }
        return chat.map {
            Count(
                tokens: TokenCounter(model: model, catalogue: catalogue).count($0),
                isPartial: $0.hasUncountable
            )
        }
    }

    /// Returns the token count of the inputs of an embedding request, or `nil` for any other request.
    private func embeddingTokens(_ catalogue: ModelCatalogue) -> TokenCount? {
        guard body["messages"] == nil, catalogue.known(model)?.kind == "embedding",
            let input = body["input"].flatMap({ try? JSONBodyDecoder.decode(EmbeddingInput.self, from: $0) })
        else { return nil }
        let counter = TokenCounter(model: model, catalogue: catalogue)
        switch input {
        case .text(let text): return counter.count(text)
        case .texts(let texts):
            let tokens = texts.reduce(0) { $0 + counter.encoding.count($1) }
            return TokenCount(text: tokens, reasons: [counter.assumption].compactMap { $0 })
        case .tokens(let tokens): return TokenCount(text: tokens.count)
        case .tokenLists(let lists): return TokenCount(text: lists.reduce(0) { $0 + $1.count })
        }
    }

    /// The part of the pricing context that is known before the response is received.
    var context: PricingContext {
        PricingContext(
            model: model,
            serviceTier: body["service_tier"]?.stringValue.map(ServiceTier.init(rawValue:)),
            keepsCacheForDay: body["prompt_cache_retention"]?.stringValue == PromptCacheRetention.hours24.rawValue,
            webSearches: searchesWeb ? nil : 0
        )
    }

    /// Whether the request may search the web, which is billed per search.
    private var searchesWeb: Bool {
        if body["web_search_options"]?.objectValue != nil { return true }
        return body["tools"]?.arrayValue?.contains { $0["type"]?.stringValue?.hasPrefix("web_search") ?? false }
            ?? false
    }

    /// Whether the token count of the input is exact and includes everything that the server counts.
    var isCountExact: Bool { counted.map { $0.tokens.isExact && !$0.isPartial } ?? false }

    /// Returns the maximum cost of the request. If the request is part of a provider's batch, batch prices apply.
    ///
    /// After each call to a hosted tool, the model reads the input again, together with the result of the call. If
    /// `max_tool_calls` is not set, the number of calls is unknown, and the cost is therefore also unknown.
    func maxCost(_ catalogue: ModelCatalogue, isBatch: Bool = false) -> Cost {
        var base = context
        base.isBatch = isBatch
        if let cost = maxCostOfUnits(catalogue, base) { return cost }
        let (input, output) = (inputBound(catalogue), outputBound(catalogue))
        let kinds = isResponse ? hostedKinds : []
        guard !kinds.isEmpty else { return catalogue.maxCost(inputTokens: input, outputTokens: output, in: base) }
        guard let calls = body["max_tool_calls"]?.intValue, calls >= 0 else {
            return .unknown(Cost.UnknownReason(.countUnknown, kinds[0].rawValue))
        }
        let whole = max(input, catalogue.known(model)?.inputLimit ?? .max)
        let (product, overflow) = whole.multipliedReportingOverflow(by: calls + 1)
        var dearest: Cost?
        for kind in kinds {
            var context = base
            context.webSearches = 0
            context.hostedCalls = [kind: calls]
            let cost = catalogue.maxCost(inputTokens: overflow ? .max : product, outputTokens: output, in: context)
            guard let total = cost.total else { return cost }
            if dearest?.total.map({ $0 < total }) ?? true { dearest = cost }
        }
        return dearest ?? .unknown(Cost.UnknownReason(.countUnknown, kinds[0].rawValue))
    }

    // MARK: Units

    /// The number of characters to convert to speech, or `nil` for other requests.
    ///
    /// Providers do not specify how they count characters. The number of Unicode scalars is used, because it is never
    /// smaller than the number of characters.
    var characters: Int? {
        operation.hasPrefix("audio.speech.") ? body["input"]?.stringValue?.unicodeScalars.count : nil
    }

    /// The duration of the audio in seconds, or `nil` if it was not measured before the request was sent.
    var audioSeconds: Int? { bounds?.maxAudioSeconds }

    /// The kinds of units that may be billed instead of tokens, each with the maximum number of units. The number is
    /// `nil` if it is unknown.
    private var units: [(kind: Cost.Kind, maximum: Int?)] {
        if let characters { return [(.character, characters)] }
        if operation.hasPrefix("audio.") { return [(.audioSecond, audioSeconds)] }
        guard operation.hasPrefix("images.") else { return [] }
        return [(.image, bounds?.imageCount ?? body["n"]?.intValue ?? 1)]
    }

    /// Returns the maximum cost of a request whose model has a per-unit price, or `nil` if the model has no such price.
    ///
    /// If the model also has per-token prices, the server decides how the call is billed. In this case, the higher of
    /// the two maximum costs is returned.
    private func maxCostOfUnits(_ catalogue: ModelCatalogue, _ context: PricingContext) -> Cost? {
        guard let prices = catalogue.known(model)?.prices,
            let (kind, maximum) = units.first(where: { prices.fees[$0.kind] != nil })
        else { return nil }
        guard let maximum else { return .unknown(Cost.UnknownReason(.countUnknown, kind.rawValue)) }
        let ofUnits = catalogue.cost(ofUnits: maximum, kind, in: context)
        guard prices.usual.standard.input != nil, let total = ofUnits.total else { return ofUnits }
        let ofTokens = catalogue.maxCost(
            inputTokens: inputBound(catalogue),
            outputTokens: outputBound(catalogue),
            in: context
        )
        guard let other = ofTokens.total else { return ofTokens }
        return other > total ? ofTokens : ofUnits
    }

    /// The types of the hosted tools in the request. The provider may bill these tools per call.
    private var hostedKinds: [Cost.Kind] {
        let types = (body["tools"]?.arrayValue ?? []).compactMap { tool -> String? in
            let type = tool["type"]?.stringValue ?? "function"
            if Self.clientTools.contains(type) || type.hasPrefix("computer") { return nil }
            if type == "shell", tool["environment"]?["type"]?.stringValue == "local" { return nil }
            return type.hasPrefix("web_search") ? Cost.Kind.webSearch.rawValue : type
        }
        return Set(types).sorted().map(Cost.Kind.init(rawValue:))
    }

    /// The types of tools that run on the client, and of tools that only organize other tools.
    private static let clientTools: Set<String> = [
        "function", "custom", "local_shell", "apply_patch", "namespace", "tool_search",
    ]

    // MARK: Tokens

    /// Returns the number of tokens that count toward a provider's rate limit. The number includes the input and the
    /// maximum output that the request allows.
    func limitedTokens(_ catalogue: ModelCatalogue) -> RateLimiter.Tokens {
        let output = Self.outputLimits.compactMap { body[$0]?.intValue }.max() ?? 0
        return RateLimiter.Tokens(input: inputBound(catalogue), output: output)
    }

    /// Returns the number of input tokens, or `nil` if they cannot be counted locally.
    func inputTokens(_ catalogue: ModelCatalogue) -> Int? {
        (counted ?? count(catalogue))?.tokens.tokens
    }

    /// Returns an anomaly if the reported usage exceeds the limits of the model or the request. Returns `nil` if the
    /// usage is within these limits, or if the limits are unknown.
    ///
    /// Providers sometimes bill slightly more tokens than the model's limit, and some providers ignore the request's
    /// limit. Usage is therefore accepted if it exceeds the model's limits by at most an eighth. In addition, the
    /// output must not exceed twice the request's limit or twice the received output, whichever is greater.
    ///
    /// - Parameters:
    ///   - usage: The reported usage.
    ///   - served: The model reported in the response.
    ///   - catalogue: The catalogue that contains the model's limits.
    ///   - written: A closure that counts the tokens of the received output.
    /// - Returns: The anomaly.
    func excess(
        of usage: CompletionUsage,
        served: String?,
        _ catalogue: ModelCatalogue,
        written: () -> Int
    ) -> Cost.UsageAnomaly? {
        // The limits apply only to chat completion requests without hosted tools. With hosted tools, the input is
        // counted again at each step of the model. An embedding request can contain many inputs.
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

    /// Whether the request may use hosted tools.
    private var hasHostedTools: Bool {
        if searchesWeb { return true }
        return body["tools"]?.arrayValue?.contains { tool in
            !["function", "custom"].contains(tool["type"]?.stringValue ?? "function")
        } ?? false
    }

    /// Returns the number of tokens in the prompt if the server read far fewer tokens than that. Returns `nil` if the
    /// server read the whole prompt.
    func truncatedPromptTokens(_ usage: CompletionUsage, _ catalogue: ModelCatalogue) -> Int? {
        // The tokens are not counted if the body is too small to contain more tokens than the server reported.
        guard bytes / 6 > usage.promptTokens, let chat else { return nil }
        return TokenCounter(model: model, catalogue: catalogue).truncatedPromptTokens(of: chat, usage: usage)
    }

    // MARK: Bounds

    /// The members that limit the output. The name of the member depends on the endpoint.
    private static let outputLimits = ["max_completion_tokens", "max_tokens", "max_output_tokens"]

    /// Returns an upper bound on the number of input tokens.
    ///
    /// If the tokens can be counted exactly, the bound is the exact count. If the count is inexact, a margin is added.
    /// If the tokens cannot be counted, the bound is the model's limit.
    private func inputBound(_ catalogue: ModelCatalogue) -> Int {
        let limit = catalogue.known(model)?.inputLimit
        if let bounds {
            let counter = TokenCounter(model: model, catalogue: catalogue)
            let texts = bounds.texts.reduce(0) { $0 + counter.count($1).tokens }
            let (sum, overflow) = texts.addingReportingOverflow(bounds.maxInputTokens ?? limit ?? .max)
            return overflow ? .max : sum
        }
        guard let count = counted ?? self.count(catalogue) else {
            // Text contains at most one token per byte.
            return body["input"]?.hasUncountable ?? true ? limit ?? bytes : bytes
        }
        // A conversation stored on the server may be longer than the request.
        if count.isPartial { return max(limit ?? (isResponse ? .max : 0), bytes) }
        let (tokens, overflow) = count.tokens.tokens.addingReportingOverflow(count.encryptedBytes)
        if overflow { return .max }
        return count.tokens.isExact ? tokens : tokens + tokens / 4 + 64
    }

    /// Returns an upper bound on the number of output tokens for all choices, or `nil` if no limit is known.
    private func outputBound(_ catalogue: ModelCatalogue) -> Int? {
        let asked = bounds?.maxOutputTokens ?? Self.outputLimits.compactMap { body[$0]?.intValue }.max()
        var limit = asked.flatMap { $0 > 0 ? $0 : nil }
        if limit == nil || body["messages"] == nil {
            let entry = catalogue.known(model)
            if body["messages"] == nil, body["input"] != nil, entry?.kind == "embedding" { return 0 }
            limit = limit ?? entry?.outputLimit(input: 0)
        }
        let (product, overflow) = (limit ?? 0).multipliedReportingOverflow(by: max(1, body["n"]?.intValue ?? 1))
        guard limit != nil, !overflow else { return nil }
        guard body["prediction"]?.objectValue != nil else { return product }
        // Rejected prediction tokens are also billed.
        let (sum, isTooMuch) = product.addingReportingOverflow(bytes)
        return isTooMuch ? nil : sum
    }
}

extension ChatCompletionRequest {
    /// Whether the request has content whose tokens only the server can count.
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
    /// Whether a request's `input` contains anything other than strings and numbers.
    fileprivate var hasUncountable: Bool {
        switch self {
        case .string, .integer: false
        case .array(let values): values.contains { $0.hasUncountable }
        default: true
        }
    }
}
