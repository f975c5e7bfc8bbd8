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

    /// Decodes a request. The `model` and `messages` members are required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            model: try container.decode(String.self, forKey: .model),
            messages: try container.decode([ChatMessage].self, forKey: .messages)
        )
        var uncommon = UncommonParameters()
        temperature = try container.decodeIfPresent(Double.self, forKey: .temperature)
        topP = try container.decodeIfPresent(Double.self, forKey: .topP)
        maxCompletionTokens = try container.decodeIfPresent(Int.self, forKey: .maxCompletionTokens)
        maxTokens = try container.decodeIfPresent(Int.self, forKey: .maxTokens)
        n = try container.decodeIfPresent(Int.self, forKey: .n)
        uncommon.stop = try container.decodeIfPresent(Nullable<StopSequences>.self, forKey: .stop)
        uncommon.presencePenalty = try container.decodeIfPresent(Double.self, forKey: .presencePenalty)
        uncommon.frequencyPenalty = try container.decodeIfPresent(Double.self, forKey: .frequencyPenalty)
        uncommon.logitBias = try container.tokenBiases(forKey: .logitBias)
        uncommon.logprobs = try container.decodeIfPresent(Bool.self, forKey: .logprobs)
        uncommon.topLogprobs = try container.decodeIfPresent(Int.self, forKey: .topLogprobs)
        seed = try container.decodeIfPresent(Int.self, forKey: .seed)
        tools = try container.decodeIfPresent([ChatTool].self, forKey: .tools)
        uncommon.toolChoice = try container.decodeIfPresent(ToolChoice.self, forKey: .toolChoice)
        uncommon.parallelToolCalls = try container.decodeIfPresent(Bool.self, forKey: .parallelToolCalls)
        uncommon.functions = try container.decodeIfPresent([FunctionDefinition].self, forKey: .functions)
        uncommon.functionCall = try container.decodeIfPresent(FunctionCallChoice.self, forKey: .functionCall)
        uncommon.responseFormat = try container.decodeIfPresent(ResponseFormat.self, forKey: .responseFormat)
        uncommon.reasoningEffort = try container.decodeIfPresent(ReasoningEffort.self, forKey: .reasoningEffort)
        uncommon.verbosity = try container.decodeIfPresent(Verbosity.self, forKey: .verbosity)
        uncommon.modalities = try container.decodeIfPresent([Modality].self, forKey: .modalities)
        uncommon.audio = try container.decodeIfPresent(AudioOutput.self, forKey: .audio)
        uncommon.prediction = try container.decodeIfPresent(PredictedContent.self, forKey: .prediction)
        uncommon.webSearchOptions = try container.decodeIfPresent(WebSearchOptions.self, forKey: .webSearchOptions)
        uncommon.moderation = try container.decodeIfPresent(ModerationOptions.self, forKey: .moderation)
        uncommon.serviceTier = try container.decodeIfPresent(ServiceTier.self, forKey: .serviceTier)
        uncommon.store = try container.decodeIfPresent(Bool.self, forKey: .store)
        uncommon.metadata = try container.decodeIfPresent([String: String].self, forKey: .metadata)
        uncommon.promptCacheKey = try container.decodeIfPresent(String.self, forKey: .promptCacheKey)
        uncommon.promptCacheOptions = try container.decodeIfPresent(
            PromptCacheOptions.self,
            forKey: .promptCacheOptions
        )
        uncommon.promptCacheRetention = try container.decodeIfPresent(
            PromptCacheRetention.self,
            forKey: .promptCacheRetention
        )
        uncommon.safetyIdentifier = try container.decodeIfPresent(String.self, forKey: .safetyIdentifier)
        uncommon.user = try container.decodeIfPresent(String.self, forKey: .user)
        stream = try container.decodeIfPresent(Bool.self, forKey: .stream)
        streamOptions = try container.decodeIfPresent(StreamOptions.self, forKey: .streamOptions)
        self.uncommon = uncommon
    }

    /// Encodes the request's properties in declaration order, omitting unset fields.
    public func encode(to encoder: any Encoder) throws {
        let uncommon = uncommon
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(model, forKey: .model)
        try container.encode(messages, forKey: .messages)
        try container.encodeIfPresent(temperature, forKey: .temperature)
        try container.encodeIfPresent(topP, forKey: .topP)
        try container.encodeIfPresent(maxCompletionTokens, forKey: .maxCompletionTokens)
        try container.encodeIfPresent(maxTokens, forKey: .maxTokens)
        try container.encodeIfPresent(n, forKey: .n)
        try container.encodeIfPresent(uncommon.stop, forKey: .stop)
        try container.encodeIfPresent(uncommon.presencePenalty, forKey: .presencePenalty)
        try container.encodeIfPresent(uncommon.frequencyPenalty, forKey: .frequencyPenalty)
        try container.encodeIfPresent(uncommon.logitBias, forKey: .logitBias)
        try container.encodeIfPresent(uncommon.logprobs, forKey: .logprobs)
        try container.encodeIfPresent(uncommon.topLogprobs, forKey: .topLogprobs)
        try container.encodeIfPresent(seed, forKey: .seed)
        try container.encodeIfPresent(tools, forKey: .tools)
        try container.encodeIfPresent(uncommon.toolChoice, forKey: .toolChoice)
        try container.encodeIfPresent(uncommon.parallelToolCalls, forKey: .parallelToolCalls)
        try container.encodeIfPresent(uncommon.functions, forKey: .functions)
        try container.encodeIfPresent(uncommon.functionCall, forKey: .functionCall)
        try container.encodeIfPresent(uncommon.responseFormat, forKey: .responseFormat)
        try container.encodeIfPresent(uncommon.reasoningEffort, forKey: .reasoningEffort)
        try container.encodeIfPresent(uncommon.verbosity, forKey: .verbosity)
        try container.encodeIfPresent(uncommon.modalities, forKey: .modalities)
        try container.encodeIfPresent(uncommon.audio, forKey: .audio)
        try container.encodeIfPresent(uncommon.prediction, forKey: .prediction)
        try container.encodeIfPresent(uncommon.webSearchOptions, forKey: .webSearchOptions)
        try container.encodeIfPresent(uncommon.moderation, forKey: .moderation)
        try container.encodeIfPresent(uncommon.serviceTier, forKey: .serviceTier)
        try container.encodeIfPresent(uncommon.store, forKey: .store)
        try container.encodeIfPresent(uncommon.metadata, forKey: .metadata)
        try container.encodeIfPresent(uncommon.promptCacheKey, forKey: .promptCacheKey)
        try container.encodeIfPresent(uncommon.promptCacheOptions, forKey: .promptCacheOptions)
        try container.encodeIfPresent(uncommon.promptCacheRetention, forKey: .promptCacheRetention)
        try container.encodeIfPresent(uncommon.safetyIdentifier, forKey: .safetyIdentifier)
        try container.encodeIfPresent(uncommon.user, forKey: .user)
        try container.encodeIfPresent(stream, forKey: .stream)
        try container.encodeIfPresent(streamOptions, forKey: .streamOptions)
    }
}
