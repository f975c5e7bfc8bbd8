internal import Tracing
internal import Waiter

extension AttributeSetting {
    /// Sets the attributes that describe the response and its usage.
    mutating func setResponse(_ attributes: CallAttributes) {
        typealias Names = SemanticConventions.Attribute
        let last = attributes.last
        let metadata = last.metadata
        set(Names.responseID, metadata.responseID)
        set(Names.responseModel, attributes.model)
        set(Names.responseTier, metadata.serviceTier?.rawValue)
        set(Names.fingerprint, metadata.systemFingerprint)
        set(Names.httpStatus, last.httpStatus)
        if attributes.attempts > 1 { set(Names.attempts, attributes.attempts) }
        if attributes.facts.operation.isInference {
            if attributes.isComplete, metadata.hasOneChoice, let reason = metadata.stopReason {
                set(Names.finishReasons, value: FinishReasonAttribute.value(reason))
            } else {
                let reasons = attributes.finishReasons
                if !reasons.isEmpty { set(Names.finishReasons, value: .stringArray(reasons)) }
            }
        }
        // The tokens of a retrieved response were already counted when the response was generated.
        if attributes.facts.operation.name != "fetch_response", let usage = attributes.usage {
            set(usage, olderNames: attributes.usesOlderNames)
        }
        if attributes.capturesContent, let answer = last.result?.json.flatMap(TelemetryContent.answer) {
            set(Names.outputMessages, answer.jsonText)
        }
    }
}

/// The attributes of the most common finish reasons. Sharing them is faster than creating an array for each call.
private enum FinishReasonAttribute {
    private static let stop = SpanAttribute.stringArray(["stop"])
    private static let toolCalls = SpanAttribute.stringArray(["tool_calls"])

    /// Returns the attribute of an answer with one choice.
    static func value(_ reason: String) -> SpanAttribute {
        switch reason {
        case "stop": stop
        case "tool_calls": toolCalls
        default: .stringArray([reason])
        }
    }
}

extension CallAttributes {
    /// The finish reasons of the choices. If the call did not complete, `error` is used for each choice without a
    /// reason. If such a call has no choices, `error` is the only reason.
    fileprivate var finishReasons: [String] {
        let reasons = last.metadata.finishReasons
        if reasons.isEmpty { return isComplete ? [] : [SemanticConventions.Value.error] }
        return reasons.compactMap { $0 ?? (isComplete ? nil : SemanticConventions.Value.error) }
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
            set(olderNames ? Names.olderCacheWriteTokens : Names.cacheWriteTokens, input.cacheWriteTokens)
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
