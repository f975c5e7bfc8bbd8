internal import Waiter
internal import WaiterConversation
internal import WaiterTokenizer

/// What an ended attempt came to: its tokens and its cost, and what both are worth.
struct AttemptBill {
    var tokens = TokenSource.unknown
    var usage: CompletionUsage?
    var cost: Dollars?
    var costKind = CostSource.unknown
    /// Why the cost is not known, or what was odd.
    var doubt: String?

    /// A count beyond this is a server's mistake, not a bill.
    private static let largestCount = 1_000_000_000
    /// So is a cost beyond this: a hundred thousand dollars for one call.
    private static let largestCost = Dollars(picodollars: 100_000_000_000_000_000)

    /// - Parameter freeReason: Why it costs nothing, whatever it took; nil where it has a price.
    init(
        _ outcome: AttemptOutcome,
        _ request: @autoclosure () -> PricedRequest,
        _ catalogue: () throws -> ModelCatalogue,
        freeReason: String?
    ) {
        if let status = outcome.httpStatus, !(200...299).contains(status) {
            // Nobody charges for what they refused.
            (tokens, cost, costKind) = (.none, .zero, .free)
            return
        }
        if let freeReason {
            (cost, costKind, doubt) = (.zero, .free, freeReason)
            take(outcome)
            return
        }
        guard let catalogue = try? catalogue() else {
            take(outcome)
            doubt = CostDoubt(.catalogueUnreadable).description
            return
        }
        let request = request()
        take(outcome)
        if usage == nil, outcome.httpStatus != nil { estimate(outcome, request, catalogue) }
        price(outcome, request.terms, catalogue)
    }

    /// Nothing but that it was begun.
    init(doubt: String) { self.doubt = doubt }

    /// Takes what the server told, unless that cannot be.
    private mutating func take(_ outcome: AttemptOutcome) {
        guard let told = outcome.usage else { return }
        let defect = told.defects.first { !$0.isHarmless }
        let isAbsurd = max(told.promptTokens, told.completionTokens) > Self.largestCount
        if defect?.code == .negative || defect?.code == .overflow || isAbsurd {
            doubt = defect.map { "the usage cannot be: \($0)" } ?? "the usage cannot be: so many tokens there are not"
            return
        }
        (tokens, usage) = (.told, told)
    }

    private mutating func estimate(_ outcome: AttemptOutcome, _ request: PricedRequest, _ catalogue: ModelCatalogue) {
        guard let input = request.inputTokens(catalogue) else { return }
        let counter = TokenCounter(model: request.model, catalogue: catalogue)
        let output = outcome.completion?.choices.reduce(0) { $0 + counter.tokens(of: $1.message) } ?? 0
        (tokens, usage) = (.estimated, CompletionUsage(promptTokens: input, completionTokens: output))
    }

    private mutating func price(_ outcome: AttemptOutcome, _ terms: CallTerms, _ catalogue: ModelCatalogue) {
        var terms = terms
        terms.servedModel = outcome.servedModel
        terms.serviceTier = outcome.serviceTier ?? terms.serviceTier
        let hasSources = outcome.completion?.choices.contains { !$0.message.annotations.isEmpty } ?? false
        if hasSources { terms.webSearches = nil }
        let cost = catalogue.cost(of: usage, on: terms)
        doubt = doubt ?? cost.doubts.first?.description
        guard let total = cost.total else { return }
        guard total <= Self.largestCost else {
            doubt = CostDoubt(.tooLarge, "total").description
            return
        }
        self.cost = total
        costKind = tokens == .told ? .known : .estimated
    }
}

extension TokenCounter {
    /// The tokens of what an answer says; those of hidden reasoning nobody can count.
    fileprivate func tokens(of message: ChatCompletion.Message) -> Int {
        var texts = [message.content, message.reasoning, message.refusal].compactMap { $0 }
        for call in message.toolCalls {
            switch call {
            case .function(let call): texts += [call.function.name, call.function.arguments]
            case .custom(let call): texts += [call.custom.name, call.custom.input]
            case .unknown(let value): texts.append(value.jsonText)
            }
        }
        if let call = message.functionCall { texts += [call.name, call.arguments] }
        return texts.reduce(0) { $0 + encoding.count($1) }
    }
}
