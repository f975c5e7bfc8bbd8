internal import Tracing
internal import Waiter

extension AttributeList {
    /// Sets the attributes that are known at the end of a call.
    mutating func set(_ outcome: CallOutcome, _ facts: CallFacts, _ options: TelemetryObserver.Options) {
        typealias Names = SemanticConventions.Attribute
        let last = outcome.last
        set(Names.responseID, last.metadata.responseID)
        set(Names.responseModel, last.metadata.model)
        set(Names.responseTier, last.metadata.serviceTier?.rawValue)
        set(Names.fingerprint, last.metadata.systemFingerprint)
        set(Names.httpStatus, last.httpStatus)
        if outcome.attempts > 1 { set(Names.attempts, outcome.attempts) }
        let reasons = facts.operation.isInference ? outcome.reportedReasons : []
        if !reasons.isEmpty { set(Names.finishReasons, value: .stringArray(reasons)) }
        // The tokens of a retrieved response were already counted when the response was generated.
        if facts.operation.name != "fetch_response", let usage = last.metadata.usage {
            set(usage, olderNames: options.usesOlderNames)
        }
        if options.capturesContent, let answer = last.result?.json.flatMap(TelemetryContent.answer) {
            set(Names.outputMessages, answer.jsonText)
        }
    }
}

extension CallOutcome {
    /// The finish reasons of the choices. If the call did not complete, `error` is used for each choice without a
    /// reason. If such a call has no choices, `error` is the only reason.
    fileprivate var reportedReasons: [String] {
        let isComplete = status == .complete
        let finishReasons = last.metadata.finishReasons
        if finishReasons.isEmpty { return isComplete ? [] : [SemanticConventions.Value.error] }
        return finishReasons.compactMap { $0 ?? (isComplete ? nil : SemanticConventions.Value.error) }
    }
}

extension AttributeSetting {
    /// Sets the attributes for the reported token usage.
    mutating func set(_ usage: TokenUsage, olderNames: Bool) {
        typealias Names = SemanticConventions.Attribute
        set(Names.inputTokens, usage.inputTokens)
        set(Names.outputTokens, usage.outputTokens)
        if let input = usage.input {
            set(Names.cacheReadTokens, input.cachedTokens)
            let written = olderNames ? SemanticConventions.Older.cacheWriteTokens : Names.cacheWriteTokens
            set(written, input.cacheWriteTokens)
            set(Names.textInputTokens, input.textTokens)
            set(Names.imageInputTokens, input.imageTokens)
            set(Names.audioInputTokens, input.audioTokens)
        }
        if let output = usage.output {
            set(Names.reasoningTokens, output.reasoningTokens)
            set(Names.textOutputTokens, output.textTokens)
            set(Names.audioOutputTokens, output.audioTokens)
        }
    }
}

extension PartialResult {
    /// The value as JSON, or `nil` if it cannot be encoded.
    fileprivate var json: JSONValue? {
        guard let value = value as? any Encodable, let bytes = try? JSONBodyEncoder.encode(value) else { return nil }
        return try? JSONValue(parsingForeign: bytes)
    }
}
