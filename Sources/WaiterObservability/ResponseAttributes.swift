internal import Tracing
internal import Waiter

/// The span attributes that are known at the end of a call.
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
        attributes.set(Names.responseID, metadata.responseID)
        attributes.set(Names.responseModel, metadata.model)
        attributes.set(Names.responseTier, metadata.serviceTier?.rawValue)
        attributes.set(Names.fingerprint, metadata.systemFingerprint)
        attributes.set(Names.httpStatus, outcome.httpStatus)
        if outcome.attempts > 1 { attributes.set(Names.attempts, outcome.attempts) }
        let reasons = finishReasons
        if !reasons.isEmpty { attributes.set(Names.finishReasons, value: .stringArray(reasons)) }
        // A retrieved response was already counted when it was generated.
        if facts.operation.name != "fetch_response", let usage = metadata.usage {
            attributes.set(usage, olderNames: options.usesOlderNames)
        }
        if options.capturesContent, let answer = outcome.result?.json.flatMap(TelemetryContent.answer) {
            attributes.set(Names.outputMessages, answer.jsonText)
        }
    }

    /// The finish reason of each choice. It is `error` for a choice that was cut off, and for a failed call without choices.
    private var finishReasons: [String] {
        guard facts.operation.isInference else { return [] }
        let reasons = outcome.metadata.finishReasons
        let isComplete = outcome.status == .complete
        if reasons.isEmpty { return isComplete ? [] : [SemanticConventions.Value.error] }
        return reasons.compactMap { $0 ?? (isComplete ? nil : SemanticConventions.Value.error) }
    }
}

extension SpanAttributes {
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
