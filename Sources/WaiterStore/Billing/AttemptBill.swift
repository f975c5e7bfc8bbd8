public import Waiter
public import WaiterModels

/// The bill for an attempt. It contains the attempt's tokens and cost, and indicates how reliable these values are.
///
/// The bill is computed once, when the attempt ends. It is stored in the ledger and passed to `onSettled`. The cost of
/// the attempt counts toward budgets.
public struct AttemptBill: Sendable, Hashable {
    /// The identifier of the call. All attempts of the call have the same identifier.
    public let callID: String
    /// The position of the attempt in its call. The first attempt has the number 1.
    public let attempt: Int
    /// The status of the attempt.
    public let status: AttemptOutcome.Status
    /// The source of the token counts.
    public private(set) var tokens = TokenSource.unknown
    /// The token counts, or `nil` if they are unknown.
    public private(set) var usage: CompletionUsage?
    /// The number of tokens in the prompt, as counted locally, if the server read far fewer tokens. The value is `nil`
    /// if the server read the whole prompt.
    public private(set) var truncatedPromptTokens: Int?
    /// The cost reported by the server, or `nil` if the server reported no cost.
    public private(set) var reportedCost: Dollars?
    /// The itemized cost at list price. The total is `nil` if it is unknown.
    public private(set) var cost = Cost.unknown(Cost.UnknownReason(.usageMissing))
    /// The reliability of the cost.
    public private(set) var costKind = CostSource.unknown
    /// Whether the server reported the billed quantities.
    private var isReported = false
    /// A remark about an unknown cost, an inconsistency or an assumed price, or `nil` for an ordinary bill.
    public private(set) var remark: String?

    /// The cost to display. This is the reported cost, or the cost at list price if the server reported no cost. The
    /// value is `nil` if the cost is unknown.
    public var amount: Dollars? { reportedCost ?? cost.total }

    /// Returns the cost to count toward budgets, or `nil` if the cost is unknown. If there is both a reported cost and
    /// a cost at list price, the higher cost counts.
    ///
    /// Estimated token counts may be too low. If the token counts were estimated, at least the reserved amount is
    /// counted.
    package func counted(reserved: Dollars?) -> Dollars? {
        switch costKind {
        case .known, .free: cost.total
        case .reported: [reportedCost, cost.total].compactMap { $0 }.max()
        case .estimated where isReported: cost.total
        case .estimated, .unknown: [reserved, cost.isLowerBound ? cost.known : cost.total].compactMap { $0 }.max()
        }
    }

    /// The maximum plausible token count for any model. A higher count is considered a server error.
    private static let largestCount = 1_000_000_000
    /// The maximum plausible cost of a call, which is 100,000 dollars.
    private static let largestCost = Dollars(picodollars: 100_000_000_000_000_000)

    /// Computes the bill for an attempt.
    ///
    /// - Parameters:
    ///   - attempt: The attempt that has ended.
    ///   - outcome: The outcome of the attempt.
    ///   - request: The contents of the request. They are read only if needed.
    ///   - catalogue: A closure that returns the catalogue. It is called only if needed.
    ///   - billsListPrices: Whether the server bills the provider's list prices, or `nil` to infer this from the
    ///     server's host.
    ///   - freeReason: The reason that the attempt is free regardless of its usage, or `nil` if the attempt may cost
    ///     something.
    init(
        of attempt: MeteredAttempt,
        _ outcome: AttemptOutcome,
        _ request: @autoclosure () -> PricedRequest,
        _ catalogue: () throws -> ModelCatalogue,
        billsListPrices: Bool? = nil,
        freeReason: String?
    ) {
        (callID, self.attempt, status) = (attempt.callID, attempt.attempt, outcome.status)
        let status = outcome.httpStatus
        if let status, Self.isRefusal(status) {
            // Rejected requests are not billed.
            (tokens, cost, costKind) = (.none, .free("the server rejected the request"), .free)
            return
        }
        if let freeReason {
            (cost, costKind) = (.free(freeReason), .free)
            takePlain(outcome)
            if let catalogue = try? catalogue() {
                let request = request()
                if usage == nil { take(outcome, request, catalogue) }
                noteTruncation(request, catalogue)
            }
            remark = freeReason
            return
        }
        if let status, !Self.isAnswer(status) {
            remark = "status \(status) does not indicate whether the model ran"
            return
        }
        guard let catalogue = try? catalogue() else {
            takePlain(outcome)
            let reason = Cost.UnknownReason(.catalogueUnreadable)
            (cost, remark) = (.unknown(reason), reason.description)
            takeReported(outcome)
            return
        }
        let request = request()
        take(outcome, request, catalogue)
        price(outcome, request, catalogue)
        if costKind == .known, cost.usesListPrices, !(billsListPrices ?? Cost.isListPriced(attempt.server)) {
            costKind = .estimated
            remark = remark ?? "list price; \(attempt.server) may bill a different amount"
        }
        takeReported(outcome)
        noteTruncation(request, catalogue)
    }

    private mutating func noteTruncation(_ request: PricedRequest, _ catalogue: ModelCatalogue) {
        guard tokens == .told, let usage else { return }
        truncatedPromptTokens = request.truncatedPromptTokens(usage, catalogue)
    }

    /// Uses the cost reported by the server, if it is plausible.
    private mutating func takeReported(_ outcome: AttemptOutcome) {
        let reported = outcome.metadata.usage?.cost.flatMap(Dollars.init(reported:))
        guard let reported, reported <= Self.largestCost else { return }
        (reportedCost, costKind) = (reported, .reported)
    }

    private static func isAnswer(_ status: Int) -> Bool { (200...299).contains(status) }

    /// Returns whether an HTTP status indicates that the model did not run.
    ///
    /// If a gateway timed out or lost its upstream server, the model may have run. See RFC 9110, sections 15.5.9 and
    /// 15.6.3 to 15.6.5. Status 499 is specific to nginx, and 520 to 529 are specific to Cloudflare.
    private static func isRefusal(_ status: Int) -> Bool {
        switch status {
        case 408, 499, 502, 504, 520...529: false
        default: !isAnswer(status)
        }
    }

    // MARK: Tokens

    /// Uses the reported token counts if they are plausible and the response is complete. Otherwise, the token counts
    /// are estimated.
    private mutating func take(_ outcome: AttemptOutcome, _ request: PricedRequest, _ catalogue: ModelCatalogue) {
        func written() -> Int {
            let counter = TokenCounter(model: request.model, catalogue: catalogue)
            return outcome.metadata.outputTexts.reduce(0) { $0 + counter.count($1).tokens }
        }
        var told = outcome.metadata.usage.map(CompletionUsage.init)
        if let usage = told {
            let defect =
                Self.defect(of: usage, outcome)
                ?? request.excess(of: usage, served: outcome.metadata.model, catalogue, written: written)
            if let defect {
                remark = "the reported usage is invalid: \(defect)"
                told = nil
            }
        }
        if let told, outcome.status == .complete {
            (tokens, usage, isReported) = (.told, told, true)
        } else if let told {
            // Usage reported before the end covers only part of the response.
            let written = written()
            let isBehind = written > told.completionTokens
            let whole = CompletionUsage(
                promptTokens: told.promptTokens,
                completionTokens: written,
                promptTokensDetails: told.promptTokensDetails
            )
            (tokens, usage) = (.estimated, isBehind ? whole : told)
            remark = "the answer was cut off, so the reported usage may be incomplete"
        } else if outcome.httpStatus != nil, let input = request.inputTokens(catalogue) {
            (tokens, usage) = (.estimated, CompletionUsage(promptTokens: input, completionTokens: written()))
        }
    }

    /// Uses the reported token counts. Missing token counts are not estimated. Call this method only if the cost is not
    /// computed from the token counts.
    private mutating func takePlain(_ outcome: AttemptOutcome) {
        guard let told = outcome.metadata.usage.map(CompletionUsage.init), Self.defect(of: told, outcome) == nil else {
            return
        }
        (tokens, usage) = (outcome.status == .complete ? .told : .estimated, told)
    }

    /// Returns an anomaly if the reported usage is impossible for any model, or `nil` if the usage is possible.
    private static func defect(of usage: CompletionUsage, _ outcome: AttemptOutcome) -> Cost.UsageAnomaly? {
        let anomalies = usage.anomalies(besideOutput: outcome.metadata.hasOutput)
        if let defect = anomalies.first(where: { !$0.isHarmless }) { return defect }
        if usage.promptTokens > largestCount { return Cost.UsageAnomaly(.tooMany, "prompt_tokens") }
        return usage.completionTokens > largestCount ? Cost.UsageAnomaly(.tooMany, "completion_tokens") : nil
    }

    // MARK: Prices

    private mutating func price(_ outcome: AttemptOutcome, _ request: PricedRequest, _ catalogue: ModelCatalogue) {
        var context = request.context
        context.servedModel = outcome.metadata.model
        context.serviceTier = outcome.metadata.serviceTier ?? context.serviceTier
        if let calls = outcome.metadata.hostedCalls {
            context.webSearches = 0
            for (tool, count) in calls { context.hostedCalls[Cost.Kind(rawValue: tool)] = count }
        } else if outcome.metadata.citesSources {
            context.webSearches = nil
        }
        if usage == nil, let units = units(outcome, request, catalogue) {
            cost = catalogue.cost(ofUnits: units.count, units.kind, in: context)
            (isReported, remark) = (units.isReported, remark ?? (units.isReported ? nil : "counted locally"))
        } else {
            cost = catalogue.cost(of: usage, in: context)
        }
        remark = remark ?? cost.lowerBoundRemark ?? cost.unknownReasons.first?.description ?? cost.assumptions.first
        guard let total = cost.total else { return }
        guard total <= Self.largestCost else {
            let reason = Cost.UnknownReason(.tooLarge, "total")
            (cost, remark) = (.unknown(reason, basis: cost.basis), reason.description)
            return
        }
        costKind = isReported ? .known : .estimated
    }

    /// Returns the billed units of a call for which the server did not report token counts, or `nil` if the call is not
    /// billed per unit.
    ///
    /// For audio, the number of units is the duration reported by the server, rounded up to whole seconds. Returned
    /// images are counted. The characters of speech input are counted locally. If the response format does not include
    /// the duration, the duration of an uploaded WAV file is measured locally.
    private func units(
        _ outcome: AttemptOutcome,
        _ request: PricedRequest,
        _ catalogue: ModelCatalogue
    ) -> (kind: Cost.Kind, count: Int, isReported: Bool)? {
        if let seconds = outcome.metadata.audioSeconds {
            return (.audioSecond, Int(exactly: seconds.rounded(.up)) ?? 0, true)
        }
        guard outcome.httpStatus != nil, let fees = catalogue.known(request.model)?.prices?.fees else { return nil }
        if let count = outcome.metadata.imageCount, count > 0, fees[.image] != nil { return (.image, count, true) }
        if let count = request.audioSeconds, fees[.audioSecond] != nil { return (.audioSecond, count, false) }
        if let count = request.characters, fees[.character] != nil { return (.character, count, false) }
        return nil
    }
}

extension Cost {
    /// A description of the known part of a partly known cost, and the reasons that the rest is unknown. The value is
    /// `nil` if the cost is entirely known or entirely unknown.
    package var lowerBoundRemark: String? {
        guard isLowerBound, let known else { return nil }
        return "at least \(known): \(unknownReasons.map(\.description).joined(separator: "; "))"
    }
}
