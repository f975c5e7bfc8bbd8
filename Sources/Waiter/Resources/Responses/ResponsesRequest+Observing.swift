extension ResponsesRequest: ParameterizedRequest {
    package var setsParameters: Bool { true }

    package func readParameters(_ body: (ObservedParameters) -> Void) {
        var parameters = ObservedParameters()
        parameters.maxTokens = maxOutputTokens
        parameters.temperature = temperature
        parameters.topP = topP
        parameters.reasoningLevel = reasoning?.effort?.rawValue
        parameters.previousResponse = previousResponseID
        parameters.serviceTier = serviceTier?.rawValue
        parameters.conversation = conversation?.id
        parameters.promptID = prompt?.id
        parameters.promptVersion = prompt?.version
        parameters.format =
            switch text?.format {
            case nil: nil
            case .text?: "text"
            case .jsonObject?: "json_object"
            case .jsonSchema?: "json_schema"
            case .unknown(let json)?: json["type"]?.stringValue
            }
        body(parameters)
    }
}
