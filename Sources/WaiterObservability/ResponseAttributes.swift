internal import Tracing
internal import Waiter

/// The attributes of a span that are known at the end of a call.
struct ResponseAttributes {
    private typealias Names = SemanticConventions.Attribute

    private let outcome: CallOutcome
    private let facts: CallFacts
    private let options: TelemetryObserver.Options

    init(_ outcome: CallOutcome, _ facts: CallFacts, _ options: TelemetryObserver.Options) {
        (self.outcome, self.facts, self.options) = (outcome, facts, options)
    }

    func write(to attributes: inout SpanAttributes) {
        let metadata = outcome.metadata
        attributes[Names.responseID] = metadata.responseID
        attributes[Names.responseModel] = metadata.model
        attributes[Names.responseTier] = metadata.serviceTier?.rawValue
        attributes[Names.fingerprint] = metadata.systemFingerprint
        attributes[Names.httpStatus] = outcome.httpStatus
        if outcome.attempts > 1 { attributes[Names.attempts] = outcome.attempts }
        let reasons = finishReasons
        if !reasons.isEmpty { attributes.set(Names.finishReasons, value: .stringArray(reasons)) }
        // A retrieved response was already counted when it was generated.
        if facts.operation != "fetch_response", let usage = metadata.usage { write(usage, to: &attributes) }
        if options.capturesContent, let answer = outcome.result?.json.flatMap(TelemetryContent.answer) {
            attributes[Names.outputMessages] = answer.jsonText
        }
    }

    /// The reason that each choice ended; `error` for a choice that was cut off, and for a call without choices that failed.
    private var finishReasons: [String] {
        guard facts.isInference else { return [] }
        let reasons = outcome.metadata.finishReasons
        let isComplete = outcome.status == .complete
        if reasons.isEmpty { return isComplete ? [] : [SemanticConventions.Value.error] }
        return reasons.compactMap { $0 ?? (isComplete ? nil : SemanticConventions.Value.error) }
    }

    private func write(_ usage: TokenUsage, to attributes: inout SpanAttributes) {
        attributes[Names.inputTokens] = usage.inputTokens
        attributes[Names.outputTokens] = usage.outputTokens
        attributes[Names.cacheReadTokens] = usage.input?.cachedTokens
        let written = options.usesOlderNames ? SemanticConventions.Older.cacheWriteTokens : Names.cacheWriteTokens
        attributes[written] = usage.input?.cacheWriteTokens
        attributes[Names.reasoningTokens] = usage.output?.reasoningTokens
        attributes[Names.tokens("text", "input")] = usage.input?.textTokens
        attributes[Names.tokens("image", "input")] = usage.input?.imageTokens
        attributes[Names.tokens("audio", "input")] = usage.input?.audioTokens
        attributes[Names.tokens("text", "output")] = usage.output?.textTokens
        attributes[Names.tokens("audio", "output")] = usage.output?.audioTokens
    }
}

extension PartialResult {
    /// The value as JSON; `nil` if it cannot be encoded.
    fileprivate var json: JSONValue? {
        guard let value = value as? any Encodable, let bytes = try? JSONBodyEncoder.encode(value) else { return nil }
        return try? JSONValue(parsingForeign: bytes)
    }
}
