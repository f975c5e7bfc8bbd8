extension CatalogueEntry {
    /// Returns an upper bound on the cost of a call to this model, for use in budgets.
    ///
    /// All input and output tokens are priced at the highest rate that could apply to any of them. The rates of the
    /// requested tier are considered for all input lengths up to the given maximum. Prices with a factor are rounded
    /// up. No usage within the limits can cost more.
    ///
    /// - Parameters:
    ///   - inputTokens: The maximum number of input tokens.
    ///   - outputTokens: The maximum number of output tokens for all choices combined (0 for an embedding), or `nil`
    ///     for the model's output limit.
    ///   - context: The pricing context of the call.
    /// - Returns: The maximum cost. The total is `nil` if a price or the output limit is unknown.
    public func maxCost(inputTokens: Int, outputTokens: Int?, in context: PricingContext) -> Cost {
        let basis = basis(context)
        guard inputTokens >= 0, outputTokens ?? 0 >= 0 else {
            return .unknown(Cost.UnknownReason(.usageDefective, "a limit is negative"), basis: basis)
        }
        let sheets = sheets(upTo: inputTokens, context)
        var unknownReasons = unknownReasons(of: sheets.last, context)
        func dearest(_ kinds: [Cost.Kind]) -> Cost.ResolvedPrice? {
            var dearest: (sheet: PriceSheet, quote: PriceSheet.Quote)?
            for sheet in sheets {
                for kind in kinds where kind != .cacheWrite24h || context.keepsCacheForDay {
                    guard let quote = sheet.quote(kind) else { continue }
                    if let found = dearest, quote.roundedUp <= found.quote.roundedUp { continue }
                    dearest = (sheet, quote)
                }
            }
            return dearest.map { $0.sheet.tag($0.quote).roundedUp }
        }
        func line(_ kinds: [Cost.Kind], _ quantity: Int, _ field: String) -> Cost.Line? {
            let isKnown = sheets.last?.quote(kinds[0]) != nil
            // A missing input price is reported even for an input of 0 tokens.
            guard quantity > 0 || kinds[0] == .input && !isKnown else { return nil }
            return Cost.Line(kind: kinds[0], quantity: quantity, field: field, price: isKnown ? dearest(kinds) : nil)
        }
        let output = outputTokens ?? outputLimit(input: inputTokens)
        if output == nil { unknownReasons.append(Cost.UnknownReason(.outputUnlimited)) }
        let lines = [
            line(Cost.Kind.ofInput, inputTokens, "input_tokens"),
            output.flatMap { line(Cost.Kind.ofOutput, $0, "max_output_tokens") },
        ]
        return Cost(
            lines: lines.compactMap { $0 } + fees(sheets.last, context),
            unknownReasons: unknownReasons,
            basis: basis
        )
    }
}
