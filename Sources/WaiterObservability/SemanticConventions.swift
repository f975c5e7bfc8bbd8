/// The names from OpenTelemetry's conventions for generative AI, as of November 2026, and Waiter's own names.
///
/// The conventions have the status "Development": https://github.com/open-telemetry/semantic-conventions-genai. All
/// names are defined in this file so that a change to the conventions affects only this file.
enum SemanticConventions {
    /// The names of span and metric attributes.
    enum Attribute: String {
        case operation = "gen_ai.operation.name"
        case provider = "gen_ai.provider.name"
        case requestModel = "gen_ai.request.model"
        case serverAddress = "server.address"
        case serverPort = "server.port"
        case errorType = "error.type"
        case conversation = "gen_ai.conversation.id"
        case outputType = "gen_ai.output.type"
        case promptName = "gen_ai.prompt.name"
        case promptVersion = "gen_ai.prompt.version"
        case choiceCount = "gen_ai.request.choice.count"
        case seed = "gen_ai.request.seed"
        case stream = "gen_ai.request.stream"
        case topK = "gen_ai.request.top_k"
        case maxTokens = "gen_ai.request.max_tokens"
        case temperature = "gen_ai.request.temperature"
        case topP = "gen_ai.request.top_p"
        case frequencyPenalty = "gen_ai.request.frequency_penalty"
        case presencePenalty = "gen_ai.request.presence_penalty"
        case stopSequences = "gen_ai.request.stop_sequences"
        case reasoningLevel = "gen_ai.request.reasoning.level"
        case previousResponse = "gen_ai.request.previous_response.id"
        case responseID = "gen_ai.response.id"
        case responseModel = "gen_ai.response.model"
        case finishReasons = "gen_ai.response.finish_reasons"
        case timeToFirstChunk = "gen_ai.response.time_to_first_chunk"
        case inputTokens = "gen_ai.usage.input_tokens"
        case outputTokens = "gen_ai.usage.output_tokens"
        case cacheReadTokens = "gen_ai.usage.cache_read.input_tokens"
        case cacheWriteTokens = "gen_ai.usage.cache_write.input_tokens"
        case reasoningTokens = "gen_ai.usage.reasoning.output_tokens"
        case inputMessages = "gen_ai.input.messages"
        case outputMessages = "gen_ai.output.messages"
        case systemInstructions = "gen_ai.system_instructions"
        case toolDefinitions = "gen_ai.tool.definitions"
        case agentName = "gen_ai.agent.name"
        case toolName = "gen_ai.tool.name"
        case toolCallID = "gen_ai.tool.call.id"
        case toolArguments = "gen_ai.tool.call.arguments"
        case toolResult = "gen_ai.tool.call.result"
        case modality = "gen_ai.token.modality"
        case apiType = "openai.api.type"
        case requestTier = "openai.request.service_tier"
        case responseTier = "openai.response.service_tier"
        case fingerprint = "openai.response.system_fingerprint"
        case httpStatus = "http.response.status_code"
        /// The cost in US dollars. The conventions do not define an attribute for the cost.
        case cost = "waiter.cost"
        /// The number of attempts. This attribute is set only for a call that was retried.
        case attempts = "waiter.attempts"
        case retryAttempt = "waiter.retry.attempt"
        case retryDelay = "waiter.retry.delay"

        // The names that the conventions defined up to version 1.41. Dashboards may still use these names.
        case olderCacheWriteTokens = "gen_ai.usage.cache_creation.input_tokens"
        case olderTokenType = "gen_ai.token.type"

        case textInputTokens = "gen_ai.usage.text.input_tokens"
        case imageInputTokens = "gen_ai.usage.image.input_tokens"
        case audioInputTokens = "gen_ai.usage.audio.input_tokens"
        case textOutputTokens = "gen_ai.usage.text.output_tokens"
        case audioOutputTokens = "gen_ai.usage.audio.output_tokens"
    }

    /// The names of span events.
    enum Event {
        static let retry = "waiter.retry"
    }

    /// The names of metrics.
    enum Metric: String {
        case duration = "gen_ai.client.inference.duration"
        case timeToFirstChunk = "gen_ai.client.inference.time_to_first_chunk"
        case timePerChunk = "gen_ai.client.inference.time_per_output_chunk"
        case inputTokens = "gen_ai.client.inference.usage.input_tokens"
        case outputTokens = "gen_ai.client.inference.usage.output_tokens"
        case cacheReadTokens = "gen_ai.client.inference.usage.cache_read.input_tokens"
        case cacheWriteTokens = "gen_ai.client.inference.usage.cache_write.input_tokens"
        case reasoningTokens = "gen_ai.client.inference.usage.reasoning.output_tokens"
        case inputTokensPerCall = "gen_ai.client.inference.operation.input_tokens"
        case outputTokensPerCall = "gen_ai.client.inference.operation.output_tokens"
        /// The duration of operations other than inference. Up to version 1.41, this is the duration of all operations.
        case operationDuration = "gen_ai.client.operation.duration"
        case toolDuration = "gen_ai.execute_tool.duration"
        case agentDuration = "gen_ai.invoke_agent.duration"
        case agentInferenceCalls = "gen_ai.invoke_agent.inference_calls"
        case agentToolCalls = "gen_ai.invoke_agent.tool_calls"
        case cost = "waiter.cost"

        // The names that the conventions defined up to version 1.41. Dashboards may still use these names.
        case olderTimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk"
        case olderTimePerChunk = "gen_ai.client.operation.time_per_output_chunk"
        case olderTokens = "gen_ai.client.token.usage"
    }

    /// The values of attributes.
    enum Value {
        static let executeTool = "execute_tool"
        static let invokeAgent = "invoke_agent"
        static let error = "error"
        static let cancelled = "cancelled"
        static let other = "_OTHER"
    }

    /// The name of an operation, and the properties that are derived from the name.
    struct Operation: Sendable {
        let name: String
        /// Whether the operation generates text. The inference metrics are recorded only for such operations.
        var isInference = false
        /// The value of `openai.api.type`, or `nil` for other APIs.
        var apiType: String?

        fileprivate static let chat = Operation(name: "chat", isInference: true, apiType: "chat_completions")
        fileprivate static let response = Operation(name: "chat", isInference: true, apiType: "responses")
        fileprivate static let storedResponse = Operation(name: "fetch_response", apiType: "responses")
    }

    /// Returns an operation with its name from the conventions. If the conventions do not define a name, Waiter's name
    /// is used.
    static func operation(_ name: String) -> Operation {
        switch name {
        case "chat.completions.create", "chat.completions.stream": .chat
        case "responses.create", "responses.stream": .response
        case "completions.create", "completions.stream": Operation(name: "text_completion", isInference: true)
        case "responses.retrieve", "responses.retrieve.stream": .storedResponse
        case "embeddings.create": Operation(name: "embeddings")
        case "vector_stores.search", "vectorStores.search": Operation(name: "retrieval")
        default: Operation(name: name, apiType: apiType(name))
        }
    }

    private static func apiType(_ name: String) -> String? {
        if name.hasPrefix("chat.completions.") { return "chat_completions" }
        return name.hasPrefix("responses.") ? "responses" : nil
    }

    /// The providers and their host names. An entry that starts with a period matches all host names with that suffix.
    /// The first matching entry is used.
    private static let providers: [(suffix: String, name: String)] = [
        ("api.openai.com", "openai"), (".openai.azure.com", "azure.ai.openai"),
        (".cognitiveservices.azure.com", "azure.ai.openai"), (".services.ai.azure.com", "azure.ai.inference"),
        (".models.ai.azure.com", "azure.ai.inference"), ("api.anthropic.com", "anthropic"),
        ("generativelanguage.googleapis.com", "gcp.gemini"), ("aiplatform.googleapis.com", "gcp.vertex_ai"),
        (".amazonaws.com", "aws.bedrock"), ("api.cohere.ai", "cohere"), ("api.cohere.com", "cohere"),
        ("api.deepseek.com", "deepseek"), ("api.groq.com", "groq"), (".ml.cloud.ibm.com", "ibm.watsonx.ai"),
        ("api.mistral.ai", "mistral_ai"), ("api.moonshot.ai", "moonshot_ai"), ("api.moonshot.cn", "moonshot_ai"),
        ("api.perplexity.ai", "perplexity"), ("api.x.ai", "x_ai"), ("openrouter.ai", "openrouter"),
    ]

    /// Returns the name of the provider at a host, or `_OTHER` if the host is unknown.
    static func provider(host: String) -> String {
        providers.first { host == $0.suffix || ($0.suffix.hasPrefix(".") && host.hasSuffix($0.suffix)) }?.name
            ?? (host.hasSuffix("aiplatform.googleapis.com") ? "gcp.vertex_ai" : Value.other)
    }
}
