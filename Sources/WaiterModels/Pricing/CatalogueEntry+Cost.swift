public import Waiter

extension CatalogueEntry {
    /// Returns the cost of a call to this model, computed from the call's usage. `ModelCatalogue.cost(of:in:)` also
    /// selects the model.
    ///
    /// If usage is missing or inconsistent, or if a price is missing, the result is an unknown cost, never an incorrect
    /// cost.
    public func cost(of usage: CompletionUsage?, in context: PricingContext) -> Cost {
        let basis = basis(context)
        guard let usage else { return .unknown(Cost.UnknownReason(.usageMissing), basis: basis) }
        let anomalies = usage.anomalies
        if let anomaly = anomalies.first(where: { !$0.isHarmless }) {
            return .unknown(Cost.UnknownReason(.usageDefective, "\(anomaly)"), anomalies: anomalies, basis: basis)
        }
        let sheet = sheets(upTo: usage.promptTokens, context).last
        var unknownReasons = unknownReasons(of: sheet, context)
        var lines = outputLines(usage, sheet) + fees(sheet, context)
        if let ambiguity = ambiguity(of: usage, sheet) {
            unknownReasons.append(ambiguity)
        } else {
            lines = inputLines(usage, sheet, context) + lines
        }
        return Cost(lines: lines, unknownReasons: unknownReasons, anomalies: anomalies, basis: basis)
    }

    /// Returns the cost of a number of tokens of one kind.
    ///
    /// - Parameters:
    ///   - count: The number of tokens.
    ///   - kind: The kind of tokens.
    ///   - input: The number of input tokens in the request, which determines whether long-context prices apply.
    ///   - context: The pricing context of the call.
    /// - Returns: The cost, or `nil` if the price is unknown or the amount overflows.
    package func cost(ofTokens count: Int, _ kind: Cost.Kind, input: Int, in context: PricingContext) -> Dollars? {
        sheets(upTo: input, context).last?.tag(kind)?.cost(of: count)
    }

    /// Returns the cost of a call that is billed per unit instead of per token.
    ///
    /// - Parameters:
    ///   - count: The number of units.
    ///   - kind: The kind of unit, such as a second of audio.
    ///   - context: The pricing context of the call.
    /// - Returns: The cost. The total is `nil` if the price is unknown.
    package func cost(ofUnits count: Int, _ kind: Cost.Kind, in context: PricingContext) -> Cost {
        guard count > 0 else {
            return .unknown(Cost.UnknownReason(.usageDefective, "\(kind) is \(count)"), basis: basis(context))
        }
        let sheet = sheets(upTo: 0, context).last
        let line = Cost.Line(kind: kind, quantity: count, field: "\(kind)", price: sheet?.tag(kind))
        return Cost(lines: [line], unknownReasons: unknownReasons(of: sheet, context), basis: basis(context))
    }

    // MARK: Lines

    func sheets(upTo tokens: Int, _ context: PricingContext) -> [PriceSheet] {
        prices?.sheets(upTo: tokens, entry: id, tariff: context.tariff) ?? []
    }

    func basis(_ context: PricingContext) -> Cost.Basis {
        Cost.Basis(asked: context.model, served: context.servedModel, entry: id, usesServed: false)
    }

    func unknownReasons(of sheet: PriceSheet?, _ context: PricingContext) -> [Cost.UnknownReason] {
        var unknownReasons: [Cost.UnknownReason] = []
        if let sheet, !sheet.isKnown {
            let tier = context.serviceTier?.rawValue
            unknownReasons.append(Cost.UnknownReason(.tierUnknown, context.isBatch ? "batch" : tier ?? "default"))
        }
        let searches = context.webSearches ?? -1
        if searches < 0 || searches == 0 && alwaysSearches {
            unknownReasons.append(Cost.UnknownReason(.countUnknown, Cost.Kind.webSearch.rawValue))
        }
        return unknownReasons
    }

    func fees(_ sheet: PriceSheet?, _ context: PricingContext) -> [Cost.Line] {
        var lines: [Cost.Line] = []
        if let searches = context.webSearches, searches > 0 {
            let price = sheet?.tag(.webSearch)
            lines.append(Cost.Line(kind: .webSearch, quantity: searches, field: "web searches", price: price))
        }
        for (kind, calls) in context.hostedCalls.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where calls > 0 {
            lines.append(Cost.Line(kind: kind, quantity: calls, field: "\(kind) calls", price: sheet?.tag(kind)))
        }
        return lines
    }

    /// Returns the reason why input tokens cannot be split by price, or `nil` if they can be split.
    ///
    /// If the input contains something other than text, it is unknown which kinds of tokens were read from or written
    /// to the cache.
    private func ambiguity(of usage: CompletionUsage, _ sheet: PriceSheet?) -> Cost.UnknownReason? {
        let details = usage.promptTokensDetails
        guard details?.cachedTokens ?? 0 > 0 || details?.cacheWriteTokens ?? 0 > 0 else { return nil }
        if details?.audioTokens ?? 0 > 0 { return Cost.UnknownReason(.usageAmbiguous, "audio") }
        return images(of: usage, sheet) > 0 ? Cost.UnknownReason(.usageAmbiguous, "images") : nil
    }

    /// Returns the number of image tokens, or 0 if images have no separate price and count as ordinary input.
    private func images(of usage: CompletionUsage, _ sheet: PriceSheet?) -> Int {
        sheet?.tag(.imageInput) == nil ? 0 : usage.promptTokensDetails?.imageTokens ?? 0
    }

    private func inputLines(_ usage: CompletionUsage, _ sheet: PriceSheet?, _ context: PricingContext) -> [Cost.Line] {
        let details = usage.promptTokensDetails
        let (cached, written) = (details?.cachedTokens ?? 0, details?.cacheWriteTokens ?? 0)
        let (sound, images) = (details?.audioTokens ?? 0, images(of: usage, sheet))
        let write: Cost.Kind = context.keepsCacheForDay ? .cacheWrite24h : .cacheWrite
        let place = "prompt_tokens_details"
        let lines = [
            line(.input, usage.promptTokens - cached - written - sound - images, "prompt_tokens", sheet),
            line(.cachedInput, cached, "\(place).cached_tokens", sheet),
            line(write, written, "\(place).cache_write_tokens", sheet),
            line(.audioInput, sound, "\(place).audio_tokens", sheet),
            line(.imageInput, images, "\(place).image_tokens", sheet),
        ]
        return lines.compactMap { $0 }
    }

    private func outputLines(_ usage: CompletionUsage, _ sheet: PriceSheet?) -> [Cost.Line] {
        let details = usage.completionTokensDetails
        let (reasoning, sound) = (details?.reasoningTokens ?? 0, details?.audioTokens ?? 0)
        // Images without a price of their own count as ordinary output.
        let images = sheet?.tag(.imageOutput) == nil ? 0 : details?.imageTokens ?? 0
        let place = "completion_tokens_details"
        let lines = [
            line(.output, usage.wholeOutput - reasoning - sound - images, "completion_tokens", sheet),
            line(.reasoning, reasoning, "\(place).reasoning_tokens", sheet),
            line(.audioOutput, sound, "\(place).audio_tokens", sheet),
            line(.imageOutput, images, "\(place).image_tokens", sheet),
        ]
        return lines.compactMap { $0 }
    }

    private func line(_ kind: Cost.Kind, _ quantity: Int, _ field: String, _ sheet: PriceSheet?) -> Cost.Line? {
        guard quantity > 0 else { return nil }
        return Cost.Line(kind: kind, quantity: quantity, field: field, price: sheet?.tag(kind))
    }
}
