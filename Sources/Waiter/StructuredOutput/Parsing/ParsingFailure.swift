/// The error for an answer that cannot be converted to a value.
struct ParsingFailure: Error {
    var error: OpenAIError
    /// The correction to send to the model, or `nil` if a retry would not help.
    var correction: String?

    private init(_ code: OpenAIError.Code, _ message: String, correction: String? = nil) {
        error = OpenAIError(code, message)
        self.correction = correction
    }

    static let refusal = ParsingFailure(.refusal, "the model refused to answer")
    static let contentFilter = ParsingFailure(.contentFilter, "a content filter stopped the answer")
    static let lengthLimit = ParsingFailure(
        .lengthLimit,
        "the answer was cut off at the token limit; raise maxCompletionTokens"
    )
    static let toolCall = ParsingFailure(.schemaViolation, "the model called a tool instead of answering")
    static let empty = ParsingFailure(.schemaViolation, "the answer is empty", correction: "It is empty.")

    static func notJSON(_ cause: JSONError) -> ParsingFailure {
        var failure = ParsingFailure(.schemaViolation, "the answer is not JSON: \(cause)", correction: "\(cause).")
        failure.error.underlying = cause
        return failure
    }

    static func undecodable(_ cause: any Error, _ type: Any.Type) -> ParsingFailure {
        let reason = (cause as? DecodingError)?.summary ?? "\(cause)"
        var failure = ParsingFailure(
            .schemaViolation,
            "the answer cannot be decoded as \(type): \(reason)",
            correction: "\(reason)."
        )
        failure.error.underlying = cause
        return failure
    }

    /// The maximum number of violations to report to the model.
    private static let mostToldViolations = 10
    /// The maximum length of a violation's text. The text can be long because the violation's path contains keys from
    /// the answer.
    private static let longestViolation = 200

    static func violations(_ violations: [JSONSchema.Violation], _ type: Any.Type) -> ParsingFailure {
        let texts = violations.prefix(mostToldViolations).map { String("\($0)".prefix(longestViolation)) }
        let more = violations.count > 1 ? " (and \(violations.count - 1) more)" : ""
        var failure = ParsingFailure(
            .schemaViolation,
            "the answer does not conform to the schema of \(type): \(texts.first ?? "")\(more)",
            correction: texts.map { "- \($0)" }.joined(separator: "\n")
        )
        failure.error.underlying = SchemaViolations(list: violations)
        return failure
    }
}

extension ChatCompletion {
    /// The failure that prevents parsing regardless of the text, such as a refusal, or `nil` if the answer is complete.
    var parsingFailure: ParsingFailure? {
        let choice = choices.first
        let reason = choice?.finishReason
        if !(choice?.message.refusal ?? "").isEmpty || reason?.rawValue.lowercased() == "refusal" { return .refusal }
        switch reason?.outcome {
        case .filtered: return .contentFilter
        case .truncated: return .lengthLimit
        default: break
        }
        guard text.utf8.allSatisfy(ThinkTagSeparator.isSpace) else { return nil }
        let isCall = choice?.message.toolCalls.isEmpty == false || choice?.message.functionCall != nil
        return isCall ? .toolCall : .empty
    }
}
