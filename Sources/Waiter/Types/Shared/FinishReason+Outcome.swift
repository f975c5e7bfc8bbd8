extension FinishReason {
    /// The outcome that a finish reason indicates, independent of the server's vocabulary.
    public enum Outcome: Sendable, Hashable, CaseIterable {
        /// The answer is complete, or the model is waiting for tool results.
        case complete
        /// The answer was truncated by a limit.
        case truncated
        /// A content filter or a refusal ended the answer or removed part of it.
        case filtered
        /// The server failed during generation.
        case failed
        /// The reason is not recognized. The answer may be incomplete.
        case unknown
    }

    /// The outcome that this reason indicates. It is looked up in a table of the values that servers send.
    ///
    /// Matching ignores case and treats hyphens as underscores, as in `MAX_TOKENS` and `content-filter`.
    public var outcome: Outcome {
        if let outcome = Self.outcomes[rawValue] { return outcome }
        let bytes = rawValue.lowercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
        return Self.outcomes[String(decoding: bytes, as: UTF8.self)] ?? .unknown
    }

    /// The finish reasons that servers send, in lowercase. The comment at the end of a line names the servers that are
    /// known to send the reasons on that line.
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
                    "failed",  // the Responses API
                ]
            ),
        ]
        return Dictionary(uniqueKeysWithValues: words.flatMap { outcome, words in words.map { ($0, outcome) } })
    }()
}
