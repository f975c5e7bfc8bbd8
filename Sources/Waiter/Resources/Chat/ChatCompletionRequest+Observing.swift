extension ChatCompletionRequest: ParameterizedRequest {
    // Most parameters are uncommon.
    package var setsParameters: Bool {
        hasUncommonParameters || temperature != nil || topP != nil || maxCompletionTokens != nil || maxTokens != nil
            || n != nil || seed != nil
    }

    package func readParameters(_ body: (ObservedParameters) -> Void) {
        var parameters = ObservedParameters()
        parameters.maxTokens = maxCompletionTokens ?? maxTokens
        parameters.choiceCount = n
        parameters.seed = seed
        parameters.temperature = temperature
        parameters.topP = topP
        parameters.frequencyPenalty = frequencyPenalty
        parameters.presencePenalty = presencePenalty
        parameters.stopSequences = stop?.value?.sequences
        parameters.reasoningLevel = reasoningEffort?.rawValue
        parameters.serviceTier = serviceTier?.rawValue
        parameters.format =
            switch responseFormat {
            case nil: nil
            case .text?: "text"
            case .jsonObject?: "json_object"
            case .jsonSchema?: "json_schema"
            case .unknown(let json)?: json["type"]?.stringValue
            }
        body(parameters)
    }
}
