/// The names from OpenTelemetry's conventions for generative AI, as of November 2026, and Waiter's own names.
///
/// The conventions have the status "Development": https://github.com/open-telemetry/semantic-conventions-genai. All
/// names are defined in this file so that a change to the conventions affects only this file.
enum SemanticConventions {
    /// The names of span and metric attributes.
    enum Attribute {
        static let operation = "gen_ai.operation.name"
        static let provider = "gen_ai.provider.name"
        static let requestModel = "gen_ai.request.model"
        static let serverAddress = "server.address"
        static let serverPort = "server.port"
        static let errorType = "error.type"
        static let conversation = "gen_ai.conversation.id"
        static let outputType = "gen_ai.output.type"
        static let promptName = "gen_ai.prompt.name"
        static let promptVersion = "gen_ai.prompt.version"
        static let choiceCount = "gen_ai.request.choice.count"
        static let seed = "gen_ai.request.seed"
        static let stream = "gen_ai.request.stream"
        static let topK = "gen_ai.request.top_k"
        static let maxTokens = "gen_ai.request.max_tokens"
        static let temperature = "gen_ai.request.temperature"
        static let topP = "gen_ai.request.top_p"
        static let frequencyPenalty = "gen_ai.request.frequency_penalty"
        static let presencePenalty = "gen_ai.request.presence_penalty"
        static let stopSequences = "gen_ai.request.stop_sequences"
        static let reasoningLevel = "gen_ai.request.reasoning.level"
        static let previousResponse = "gen_ai.request.previous_response.id"
        static let responseID = "gen_ai.response.id"
        static let responseModel = "gen_ai.response.model"
        static let finishReasons = "gen_ai.response.finish_reasons"
        static let timeToFirstChunk = "gen_ai.response.time_to_first_chunk"
        static let inputTokens = "gen_ai.usage.input_tokens"
        static let outputTokens = "gen_ai.usage.output_tokens"
        static let cacheReadTokens = "gen_ai.usage.cache_read.input_tokens"
        static let cacheWriteTokens = "gen_ai.usage.cache_write.input_tokens"
        static let reasoningTokens = "gen_ai.usage.reasoning.output_tokens"
        static let inputMessages = "gen_ai.input.messages"
        static let outputMessages = "gen_ai.output.messages"
        static let systemInstructions = "gen_ai.system_instructions"
        static let toolDefinitions = "gen_ai.tool.definitions"
        static let agentName = "gen_ai.agent.name"
        static let toolName = "gen_ai.tool.name"
        static let toolCallID = "gen_ai.tool.call.id"
        static let toolArguments = "gen_ai.tool.call.arguments"
        static let toolResult = "gen_ai.tool.call.result"
        static let modality = "gen_ai.token.modality"
        static let apiType = "openai.api.type"
        static let requestTier = "openai.request.service_tier"
        static let responseTier = "openai.response.service_tier"
        static let fingerprint = "openai.response.system_fingerprint"
        static let httpStatus = "http.response.status_code"
        /// The cost in US dollars. The conventions do not define an attribute for the cost.
        static let cost = "waiter.cost"
        /// The number of attempts. This attribute is set only for a call that was retried.
        static let attempts = "waiter.attempts"
        static let retryAttempt = "waiter.retry.attempt"
        static let retryDelay = "waiter.retry.delay"

        static let textInputTokens = "gen_ai.usage.text.input_tokens"
        static let imageInputTokens = "gen_ai.usage.image.input_tokens"
        static let audioInputTokens = "gen_ai.usage.audio.input_tokens"
        static let textOutputTokens = "gen_ai.usage.text.output_tokens"
        static let audioOutputTokens = "gen_ai.usage.audio.output_tokens"
    }

    /// The names of span events.
    enum Event {
        static let retry = "waiter.retry"
    }

    /// The names of metrics.
    enum Metric {
        static let duration = "gen_ai.client.inference.duration"
        static let timeToFirstChunk = "gen_ai.client.inference.time_to_first_chunk"
        static let timePerChunk = "gen_ai.client.inference.time_per_output_chunk"
        static let inputTokens = "gen_ai.client.inference.usage.input_tokens"
        static let outputTokens = "gen_ai.client.inference.usage.output_tokens"
        static let cacheReadTokens = "gen_ai.client.inference.usage.cache_read.input_tokens"
        static let cacheWriteTokens = "gen_ai.client.inference.usage.cache_write.input_tokens"
        static let reasoningTokens = "gen_ai.client.inference.usage.reasoning.output_tokens"
        static let inputTokensPerCall = "gen_ai.client.inference.operation.input_tokens"
        static let outputTokensPerCall = "gen_ai.client.inference.operation.output_tokens"
        /// The duration of operations other than inference.
        static let operationDuration = "gen_ai.client.operation.duration"
        static let toolDuration = "gen_ai.execute_tool.duration"
        static let agentDuration = "gen_ai.invoke_agent.duration"
        static let agentInferenceCalls = "gen_ai.invoke_agent.inference_calls"
        static let agentToolCalls = "gen_ai.invoke_agent.tool_calls"
        static let cost = "waiter.cost"
    }

    /// The names that the conventions defined up to version 1.41. Dashboards may still use these names.
    enum Older {
        static let duration = "gen_ai.client.operation.duration"
        static let timeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk"
        static let timePerChunk = "gen_ai.client.operation.time_per_output_chunk"
        static let tokens = "gen_ai.client.token.usage"
        static let tokenType = "gen_ai.token.type"
        static let cacheWriteTokens = "gen_ai.usage.cache_creation.input_tokens"
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
