internal import Tracing
internal import Waiter

extension AttributeList {
    private typealias Names = SemanticConventions.Attribute

    private static let content: Set<String> = ["input", "instructions", "messages", "tools"]

    /// Sets the attributes that describe the request.
    mutating func set(_ call: ObservedCall, _ facts: CallFacts, capturesContent: Bool) {
        if call.isStream { set(Names.stream, value: .bool(true)) }
        let parameters = call.parameters ?? Self.parsed(call, facts)
        set(Names.conversation, call.options.conversation ?? parameters?.conversation)
        if let parameters { set(parameters) }
        if capturesContent { setContent(of: call) }
    }

    /// Parses the parameters in the request body of a call that was not made with a typed request.
    private static func parsed(_ call: ObservedCall, _ facts: CallFacts) -> ObservedParameters? {
        guard facts.operation.isInference, !call.body.isEmpty else { return nil }
        var parameters = ObservedParameters()
        let members = call.members(ObservedParameters.members)
        parameters.read { members[$0] }
        return parameters
    }

    private mutating func set(_ parameters: ObservedParameters) {
        set(Names.maxTokens, parameters.maxTokens)
        if let count = parameters.choiceCount, count != 1 { set(Names.choiceCount, count) }
        set(Names.reasoningLevel, parameters.reasoningLevel)
        set(Names.previousResponse, parameters.previousResponse)
        set(Names.requestTier, parameters.serviceTier)
        set(Names.promptName, parameters.promptID)
        set(Names.promptVersion, parameters.promptVersion)
        switch parameters.format {
        case "json_object", "json_schema": set(Names.outputType, "json")
        case "text": set(Names.outputType, "text")
        default: break
        }
        set(Names.seed, parameters.seed)
        set(Names.topK, parameters.topK)
        set(Names.temperature, parameters.temperature)
        set(Names.topP, parameters.topP)
        set(Names.frequencyPenalty, parameters.frequencyPenalty)
        set(Names.presencePenalty, parameters.presencePenalty)
        if let stop = parameters.stopSequences { set(Names.stopSequences, value: .stringArray(stop)) }
    }

    /// Sets the attributes for messages, instructions and tool definitions, which are parsed from the request body.
    private mutating func setContent(of call: ObservedCall) {
        let members = call.members(Self.content)
        if let messages = members["messages"] ?? members["input"] {
            set(Names.inputMessages, TelemetryContent.messages(messages).jsonText)
        }
        if let instructions = members["instructions"]?.stringValue {
            let parts: JSONValue = [["type": "text", "content": .string(instructions)]]
            set(Names.systemInstructions, parts.jsonText)
        }
        set(Names.toolDefinitions, members["tools"]?.jsonText)
    }
}
