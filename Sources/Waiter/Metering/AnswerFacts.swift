/// What an answer tells about itself, as far as it has come.
package struct AnswerFacts: Sendable {
    package var usage: CompletionUsage?
    package var model: String?
    package var serviceTier: ServiceTier?
    package var finishReason: FinishReason?
    package var completion: ChatCompletion?

    package init() {}

    package init(_ completion: ChatCompletion) {
        usage = completion.usage
        model = completion.model.isEmpty ? nil : completion.model
        serviceTier = completion.serviceTier
        finishReason = completion.choices.first?.finishReason
        self.completion = completion
    }

    /// Reads what an answer of any kind may have: the usage of chat completions and embeddings, or that of responses,
    /// which stream theirs within a `response`.
    package init(_ value: JSONValue) {
        let object = value["response"]?.objectValue == nil ? value : value["response"] ?? value
        model = object["model"]?.stringValue
        serviceTier = object["service_tier"]?.stringValue.map(ServiceTier.init(rawValue:))
        guard let told = object["usage"], told.objectValue != nil else { return }
        usage = Self.usage(told)
    }

    /// Reads a whole body; one that is no JSON tells nothing.
    package init(json bytes: [UInt8]) {
        self.init((try? JSONValue(parsing: bytes)) ?? .null)
    }

    private static func usage(_ told: JSONValue) -> CompletionUsage? {
        guard let input = told["input_tokens"]?.intValue else {
            guard told["prompt_tokens"] != nil || told["completion_tokens"] != nil else { return nil }
            return try? JSONBodyDecoder.decode(CompletionUsage.self, from: told)
        }
        return CompletionUsage(
            promptTokens: input,
            completionTokens: told["output_tokens"]?.intValue ?? 0,
            totalTokens: told["total_tokens"]?.intValue,
            promptTokensDetails: inputDetails(told["input_tokens_details"]),
            completionTokensDetails: outputDetails(told["output_tokens_details"])
        )
    }

    private static func inputDetails(_ details: JSONValue?) -> CompletionUsage.PromptTokensDetails {
        var result = CompletionUsage.PromptTokensDetails(
            cachedTokens: details?["cached_tokens"]?.intValue,
            audioTokens: nil
        )
        result.cacheWriteTokens = details?["cache_write_tokens"]?.intValue
        return result
    }

    private static func outputDetails(_ details: JSONValue?) -> CompletionUsage.CompletionTokensDetails {
        CompletionUsage.CompletionTokensDetails(
            reasoningTokens: details?["reasoning_tokens"]?.intValue,
            acceptedPredictionTokens: nil
        )
    }
}
