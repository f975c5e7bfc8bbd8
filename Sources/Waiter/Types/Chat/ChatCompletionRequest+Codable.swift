extension ChatCompletionRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case model, messages
        case temperature
        case topP = "top_p"
        case maxCompletionTokens = "max_completion_tokens"
        case maxTokens = "max_tokens"
        case n
        case stop
        case presencePenalty = "presence_penalty"
        case frequencyPenalty = "frequency_penalty"
        case logitBias = "logit_bias"
        case logprobs
        case topLogprobs = "top_logprobs"
        case seed
        case tools
        case toolChoice = "tool_choice"
        case parallelToolCalls = "parallel_tool_calls"
        case functions
        case functionCall = "function_call"
        case responseFormat = "response_format"
        case reasoningEffort = "reasoning_effort"
        case verbosity
        case modalities
        case audio
        case prediction
        case webSearchOptions = "web_search_options"
        case moderation
        case serviceTier = "service_tier"
        case store
        case metadata
        case promptCacheKey = "prompt_cache_key"
        case promptCacheOptions = "prompt_cache_options"
        case promptCacheRetention = "prompt_cache_retention"
        case safetyIdentifier = "safety_identifier"
        case user
        case stream
        case streamOptions = "stream_options"
    }

    /// Decodes a request; `model` and `messages` are required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            model: try container.decode(String.self, forKey: .model),
            messages: try container.decode([ChatMessage].self, forKey: .messages)
        )
        temperature = try container.decodeIfPresent(Double.self, forKey: .temperature)
        topP = try container.decodeIfPresent(Double.self, forKey: .topP)
        maxCompletionTokens = try container.decodeIfPresent(Int.self, forKey: .maxCompletionTokens)
        maxTokens = try container.decodeIfPresent(Int.self, forKey: .maxTokens)
        n = try container.decodeIfPresent(Int.self, forKey: .n)
        stop = try container.decodeIfPresent(Nullable<StopSequences>.self, forKey: .stop)
        presencePenalty = try container.decodeIfPresent(Double.self, forKey: .presencePenalty)
        frequencyPenalty = try container.decodeIfPresent(Double.self, forKey: .frequencyPenalty)
        logitBias = try container.tokenBiases(forKey: .logitBias)
        logprobs = try container.decodeIfPresent(Bool.self, forKey: .logprobs)
        topLogprobs = try container.decodeIfPresent(Int.self, forKey: .topLogprobs)
        seed = try container.decodeIfPresent(Int.self, forKey: .seed)
        tools = try container.decodeIfPresent([ChatTool].self, forKey: .tools)
        toolChoice = try container.decodeIfPresent(ToolChoice.self, forKey: .toolChoice)
        parallelToolCalls = try container.decodeIfPresent(Bool.self, forKey: .parallelToolCalls)
        functions = try container.decodeIfPresent([FunctionDefinition].self, forKey: .functions)
        functionCall = try container.decodeIfPresent(FunctionCallChoice.self, forKey: .functionCall)
        responseFormat = try container.decodeIfPresent(ResponseFormat.self, forKey: .responseFormat)
        reasoningEffort = try container.decodeIfPresent(ReasoningEffort.self, forKey: .reasoningEffort)
        verbosity = try container.decodeIfPresent(Verbosity.self, forKey: .verbosity)
        modalities = try container.decodeIfPresent([Modality].self, forKey: .modalities)
        audio = try container.decodeIfPresent(AudioOutput.self, forKey: .audio)
        prediction = try container.decodeIfPresent(PredictedContent.self, forKey: .prediction)
        webSearchOptions = try container.decodeIfPresent(WebSearchOptions.self, forKey: .webSearchOptions)
        moderation = try container.decodeIfPresent(ModerationOptions.self, forKey: .moderation)
        serviceTier = try container.decodeIfPresent(ServiceTier.self, forKey: .serviceTier)
        store = try container.decodeIfPresent(Bool.self, forKey: .store)
        metadata = try container.decodeIfPresent([String: String].self, forKey: .metadata)
        promptCacheKey = try container.decodeIfPresent(String.self, forKey: .promptCacheKey)
        promptCacheOptions = try container.decodeIfPresent(PromptCacheOptions.self, forKey: .promptCacheOptions)
        promptCacheRetention = try container.decodeIfPresent(PromptCacheRetention.self, forKey: .promptCacheRetention)
        safetyIdentifier = try container.decodeIfPresent(String.self, forKey: .safetyIdentifier)
        user = try container.decodeIfPresent(String.self, forKey: .user)
        stream = try container.decodeIfPresent(Bool.self, forKey: .stream)
        streamOptions = try container.decodeIfPresent(StreamOptions.self, forKey: .streamOptions)
    }

    /// Encodes the request's properties in declaration order, omitting unset fields.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(model, forKey: .model)
        try container.encode(messages, forKey: .messages)
        try container.encodeIfPresent(temperature, forKey: .temperature)
        try container.encodeIfPresent(topP, forKey: .topP)
        try container.encodeIfPresent(maxCompletionTokens, forKey: .maxCompletionTokens)
        try container.encodeIfPresent(maxTokens, forKey: .maxTokens)
        try container.encodeIfPresent(n, forKey: .n)
        try container.encodeIfPresent(stop, forKey: .stop)
        try container.encodeIfPresent(presencePenalty, forKey: .presencePenalty)
        try container.encodeIfPresent(frequencyPenalty, forKey: .frequencyPenalty)
        try container.encodeIfPresent(logitBias, forKey: .logitBias)
        try container.encodeIfPresent(logprobs, forKey: .logprobs)
        try container.encodeIfPresent(topLogprobs, forKey: .topLogprobs)
        try container.encodeIfPresent(seed, forKey: .seed)
        try container.encodeIfPresent(tools, forKey: .tools)
        try container.encodeIfPresent(toolChoice, forKey: .toolChoice)
        try container.encodeIfPresent(parallelToolCalls, forKey: .parallelToolCalls)
        try container.encodeIfPresent(functions, forKey: .functions)
        try container.encodeIfPresent(functionCall, forKey: .functionCall)
        try container.encodeIfPresent(responseFormat, forKey: .responseFormat)
        try container.encodeIfPresent(reasoningEffort, forKey: .reasoningEffort)
        try container.encodeIfPresent(verbosity, forKey: .verbosity)
        try container.encodeIfPresent(modalities, forKey: .modalities)
        try container.encodeIfPresent(audio, forKey: .audio)
        try container.encodeIfPresent(prediction, forKey: .prediction)
        try container.encodeIfPresent(webSearchOptions, forKey: .webSearchOptions)
        try container.encodeIfPresent(moderation, forKey: .moderation)
        try container.encodeIfPresent(serviceTier, forKey: .serviceTier)
        try container.encodeIfPresent(store, forKey: .store)
        try container.encodeIfPresent(metadata, forKey: .metadata)
        try container.encodeIfPresent(promptCacheKey, forKey: .promptCacheKey)
        try container.encodeIfPresent(promptCacheOptions, forKey: .promptCacheOptions)
        try container.encodeIfPresent(promptCacheRetention, forKey: .promptCacheRetention)
        try container.encodeIfPresent(safetyIdentifier, forKey: .safetyIdentifier)
        try container.encodeIfPresent(user, forKey: .user)
        try container.encodeIfPresent(stream, forKey: .stream)
        try container.encodeIfPresent(streamOptions, forKey: .streamOptions)
    }
}
