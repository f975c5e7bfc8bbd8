extension FinishReason {
    /// The meaning of a finish reason for the answer.
    public enum Outcome: Sendable, Hashable, CaseIterable {
        /// The answer is whole, or the model waits for its tools.
        case complete
        /// A limit ended the answer early.
        case truncated
        /// A filter or a refusal ended the answer, or removed some of it.
        case filtered
        /// The server failed while the model wrote.
        case failed
        /// A reason that this version does not know; the answer may be incomplete.
        case unknown
    }

    /// The meaning of this reason, from the one table of the words that servers use.
    ///
    /// Case and hyphens do not matter: `MAX_TOKENS`, `content-filter`.
    public var outcome: Outcome {
        if self == .stop { return .complete }
        return Self.outcomes[rawValue.lowercased().replacing("-", with: "_")] ?? .unknown
    }

    /// What servers write, in lower case; the comments name a server that each word was seen on.
    private static let outcomes: [String: Outcome] = {
        let words: [(Outcome, [String])] = [
            (
                .complete,
                [
                    "", "stop", "tool_calls", "function_call",  // OpenAI
                    "end_turn", "stop_sequence", "tool_use",  // Anthropic, and gateways to it
                    "eos", "eos_token",  // Together, text-generation-inference
                    "complete", "completed",  // Cohere; the Responses API
                    "tool_call",  // Cohere
                ]
            ),
            (
                .truncated,
                [
                    "length",  // OpenAI
                    "max_tokens",  // Anthropic, GLM, Gemini
                    "max_output_tokens",  // the Responses API
                    "model_length",  // Mistral
                    "model_context_window_exceeded",  // Anthropic
                ]
            ),
            (
                .filtered,
                [
                    "content_filter",  // OpenAI
                    "refusal",  // Anthropic
                    "safety", "recitation", "blocklist", "prohibited_content", "spii", "image_safety",  // Gemini
                    "sensitive",  // GLM
                    "guardrail_intervened", "content_filtered",  // Bedrock
                ]
            ),
            (
                .failed,
                [
                    "error",  // OpenRouter
                    "network_error",  // GLM
                    "insufficient_system_resource",  // DeepSeek
                    "abort",  // vLLM, SGLang
                    "malformed_function_call",  // Gemini
                ]
            ),
        ]
        return Dictionary(uniqueKeysWithValues: words.flatMap { outcome, words in words.map { ($0, outcome) } })
    }()
}
