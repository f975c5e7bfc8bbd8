public import Waiter

extension CatalogueEntry {
    /// What a call of this model has cost by what its server counted; `ModelCatalogue.cost(of:on:)` also chooses the model.
    ///
    /// Nil usage, usage that cannot be, and prices that are not known make an unknown cost, never a wrong one.
    public func cost(of usage: CompletionUsage?, on terms: CallTerms) -> Cost {
        let basis = basis(terms)
        guard let usage else { return .unknown(CostDoubt(.usageMissing), basis: basis) }
        let defects = usage.defects
        if let defect = defects.first(where: { !$0.isHarmless }) {
            return .unknown(CostDoubt(.usageDefective, "\(defect)"), defects: defects, basis: basis)
        }
        let sheet = sheets(upTo: usage.promptTokens, terms).last
        var doubts = doubts(of: sheet, terms)
        var lines = outputLines(usage, sheet) + fees(sheet, terms)
        if let ambiguity = ambiguity(of: usage, sheet) {
            doubts.append(ambiguity)
        } else {
            lines = inputLines(usage, sheet, terms) + lines
        }
        return Cost(lines: lines, doubts: doubts, defects: defects, basis: basis)
    }

    /// What so many tokens of a request cost, all of them of one kind; nil when that is not known.
    ///
    /// - Parameter input: The tokens of the request's input, which decide whether it is a long one.
    package func cost(ofTokens count: Int, _ kind: CostKind, input: Int, on terms: CallTerms) -> Dollars? {
        sheets(upTo: input, terms).last?.tag(kind)?.cost(of: count)
    }

    // MARK: Lines

    func sheets(upTo tokens: Int, _ terms: CallTerms) -> [PriceSheet] {
        prices?.sheets(upTo: tokens, entry: id, tariff: terms.tariff) ?? []
    }

    func basis(_ terms: CallTerms) -> CostBasis {
        CostBasis(asked: terms.model, served: terms.servedModel, entry: id, usesServed: false)
    }

    func doubts(of sheet: PriceSheet?, _ terms: CallTerms) -> [CostDoubt] {
        var doubts: [CostDoubt] = []
        if let sheet, !sheet.isKnown {
            let tier = terms.serviceTier?.rawValue
            doubts.append(CostDoubt(.tierUnknown, terms.isBatch ? "batch" : tier ?? "default"))
        }
        let searches = terms.webSearches ?? -1
        if searches < 0 || searches == 0 && alwaysSearches {
            doubts.append(CostDoubt(.countUnknown, CostKind.webSearch.rawValue))
        }
        return doubts
    }

    func fees(_ sheet: PriceSheet?, _ terms: CallTerms) -> [CostLine] {
        guard let searches = terms.webSearches, searches > 0 else { return [] }
        let price = sheet?.tag(.webSearch)
        return [CostLine(kind: .webSearch, quantity: searches, field: "web searches", price: price)]
    }

    /// Why the input cannot be told apart; nil when it can.
    ///
    /// Cached and written tokens are text, unless there is something else that they may be.
    private func ambiguity(of usage: CompletionUsage, _ sheet: PriceSheet?) -> CostDoubt? {
        let details = usage.promptTokensDetails
        guard details?.cachedTokens ?? 0 > 0 || details?.cacheWriteTokens ?? 0 > 0 else { return nil }
        if details?.audioTokens ?? 0 > 0 { return CostDoubt(.usageAmbiguous, "sound") }
        return images(of: usage, sheet) > 0 ? CostDoubt(.usageAmbiguous, "images") : nil
    }

    /// The tokens of images; 0 where images have no price of their own, since they are then input like any other.
    private func images(of usage: CompletionUsage, _ sheet: PriceSheet?) -> Int {
        sheet?.tag(.imageInput) == nil ? 0 : usage.promptTokensDetails?.imageTokens ?? 0
    }

    private func inputLines(_ usage: CompletionUsage, _ sheet: PriceSheet?, _ terms: CallTerms) -> [CostLine] {
        let details = usage.promptTokensDetails
        let (cached, written) = (details?.cachedTokens ?? 0, details?.cacheWriteTokens ?? 0)
        let (sound, images) = (details?.audioTokens ?? 0, images(of: usage, sheet))
        let write: CostKind = terms.keepsCacheForDay ? .cacheWrite24h : .cacheWrite
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

    private func outputLines(_ usage: CompletionUsage, _ sheet: PriceSheet?) -> [CostLine] {
        let details = usage.completionTokensDetails
        let (reasoning, sound) = (details?.reasoningTokens ?? 0, details?.audioTokens ?? 0)
        let place = "completion_tokens_details"
        let lines = [
            line(.output, usage.wholeOutput - reasoning - sound, "completion_tokens", sheet),
            line(.reasoning, reasoning, "\(place).reasoning_tokens", sheet),
            line(.audioOutput, sound, "\(place).audio_tokens", sheet),
        ]
        return lines.compactMap { $0 }
    }

    private func line(_ kind: CostKind, _ quantity: Int, _ field: String, _ sheet: PriceSheet?) -> CostLine? {
        guard quantity > 0 else { return nil }
        return CostLine(kind: kind, quantity: quantity, field: field, price: sheet?.tag(kind))
    }
}
