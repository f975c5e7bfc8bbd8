internal import Tracing
internal import Waiter

private let contentMembers: Set<String> = ["input", "instructions", "messages", "tools"]

extension AttributeSetting {
    private typealias Names = SemanticConventions.Attribute

    /// Sets the attributes that describe the request.
    mutating func setRequest(_ attributes: CallAttributes) {
        let call = attributes.call
        if call.isStream { set(Names.stream, value: .bool(true)) }
        let conversation = call.conversation
        set(Names.conversation, conversation)
        if attributes.parsesParameters {
            var parameters = ObservedParameters()
            let members = call.members(ObservedParameters.members)
            parameters.read { members[$0] }
            set(parameters, hasConversation: conversation != nil)
        } else {
            call.readParameters { set($0, hasConversation: conversation != nil) }
        }
        if attributes.capturesContent { setContent(of: call) }
    }

    private mutating func set(_ parameters: ObservedParameters, hasConversation: Bool) {
        if !hasConversation { set(Names.conversation, parameters.conversation) }
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
        let members = call.members(contentMembers)
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
