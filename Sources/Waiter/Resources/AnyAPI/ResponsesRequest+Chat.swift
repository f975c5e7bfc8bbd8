extension ResponsesRequest {
    /// Creates a request from a chat completion request.
    ///
    /// Messages, including tool calls and their results, are converted to items. Other members are renamed where
    /// necessary. The server stores data only if `store` is `true`. If the server does not store data, encrypted
    /// reasoning is requested so that the reasoning can be sent back in a later request. The names in messages are
    /// omitted. Members that only providers other than OpenAI support are also omitted.
    ///
    /// - Parameter request: The request. Members without a counterpart, such as `stop` and `seed`, are omitted.
    public init(_ request: ChatCompletionRequest) {
        self.init(model: request.model, items: ResponseItem.items(of: request.messages))
        store = request.store ?? false
        var included: [ResponseInclude] = store == true ? [] : [.encryptedReasoning]
        if request.logprobs == true { included.append(.logprobs) }
        include = included.isEmpty ? nil : included
        maxOutputTokens = request.maxCompletionTokens ?? request.maxTokens
        temperature = request.temperature
        topP = request.topP
        topLogprobs = request.topLogprobs
        reasoning = request.reasoningEffort.map { ReasoningOptions(effort: $0) }
        let format = request.responseFormat.map(ResponseTextOptions.Format.init)
        if format != nil || request.verbosity != nil {
            text = ResponseTextOptions(format: format, verbosity: request.verbosity)
        }
        var tools = (request.tools ?? []).map(ResponseTool.init)
        if let search = request.webSearchOptions { tools.append(.webSearch(ResponseTool.WebSearch(search))) }
        self.tools = tools.isEmpty ? nil : tools
        toolChoice = request.toolChoice.map(ResponseToolChoice.init)
        parallelToolCalls = request.parallelToolCalls
        serviceTier = request.serviceTier
        moderation = request.moderation
        metadata = request.metadata
        promptCacheKey = request.promptCacheKey
        promptCacheOptions = request.promptCacheOptions
        promptCacheRetention = request.promptCacheRetention
        safetyIdentifier = request.safetyIdentifier
        user = request.user
        if let includeObfuscation = request.streamOptions?.includeObfuscation {
            streamOptions = StreamOptions(includeObfuscation: includeObfuscation)
        }
    }
}

extension ChatCompletionRequest {
    /// The names of members that affect the answer but have no counterpart in the Responses API.
    var membersWithoutCounterpart: [String] {
        var names: [String] = []
        if (n ?? 1) > 1 { names.append("n") }
        if case .value = stop { names.append("stop") }
        if presencePenalty ?? 0 != 0 { names.append("presence_penalty") }
        if frequencyPenalty ?? 0 != 0 { names.append("frequency_penalty") }
        if logitBias?.isEmpty == false { names.append("logit_bias") }
        if seed != nil { names.append("seed") }
        if functions?.isEmpty == false { names.append("functions") }
        if functionCall != nil { names.append("function_call") }
        if (modalities ?? []).contains(where: { $0 != .text }) { names.append("modalities") }
        if audio != nil { names.append("audio") }
        if prediction != nil { names.append("prediction") }
        return names
    }
}

extension ResponseTextOptions.Format {
    fileprivate init(_ format: ResponseFormat) {
        switch format {
        case .text: self = .text
        case .jsonObject: self = .jsonObject
        case .jsonSchema(let schema): self = .jsonSchema(schema)
        case .unknown(let json): self = .unknown(json)
        }
    }
}

extension ResponseTool {
    fileprivate init(_ tool: ChatTool) {
        switch tool {
        case .function(let definition):
            // Functions are strict by default in the Responses API, but not in chat completions.
            self = .function(
                name: definition.name,
                description: definition.description,
                parameters: definition.parameters ?? ["type": "object", "properties": [:]],
                strict: definition.strict ?? false
            )
        case .custom(let definition):
            self = .custom(
                name: definition.name,
                description: definition.description,
                format: definition.format
            )
        case .unknown(let json): self.init(json: json)
        }
    }
}

extension ResponseTool.WebSearch {
    fileprivate init(_ options: WebSearchOptions) {
        self.init(searchContextSize: options.searchContextSize)
        guard let place = options.userLocation?.approximate else { return }
        var location: JSONObject = ["type": "approximate"]
        for (name, value) in [
            ("country", place.country), ("region", place.region), ("city", place.city), ("timezone", place.timezone),
        ] {
            if let value { location[name] = .string(value) }
        }
        userLocation = .object(location)
    }
}

extension ResponseToolChoice {
    fileprivate init(_ choice: ToolChoice) {
        switch choice {
        case .none: self = .none
        case .auto: self = .auto
        case .required: self = .required
        case .function(let name): self = .function(name)
        case .custom(let name): self = .custom(name)
        case .allowedTools(let allowed):
            self = .allowedTools(mode: allowed.mode, tools: allowed.tools.map(ResponseToolChoice.init(reference:)))
        case .unknown(let json): self.init(json: json)
        }
    }

    private init(reference: ToolChoice.Reference) {
        switch reference {
        case .function(let name): self = .function(name)
        case .custom(let name): self = .custom(name)
        case .unknown(let json): self.init(json: json)
        }
    }
}
