internal import Tracing
internal import Waiter

/// The span attributes that describe the request.
struct RequestAttributes {
    private typealias Names = SemanticConventions.Attribute

    private static let content: Set<String> = ["input", "instructions", "messages", "tools"]

    private let call: ObservedCall
    private let capturesContent: Bool
    private let parameters: ObservedParameters

    init(_ call: ObservedCall, _ facts: CallFacts, capturesContent: Bool) {
        self.call = call
        self.capturesContent = capturesContent
        parameters = call.parameters ?? Self.parsed(call, facts)
    }

    /// Reads the parameters from the body of a call that was not made from a typed request.
    private static func parsed(_ call: ObservedCall, _ facts: CallFacts) -> ObservedParameters {
        var parameters = ObservedParameters()
        guard facts.operation.isInference, !call.body.isEmpty else { return parameters }
        let members = call.members(ObservedParameters.members)
        parameters.read { members[$0] }
        return parameters
    }

    func write(to attributes: inout SpanAttributes) {
        if call.isStream { attributes.set(Names.stream, value: .bool(true)) }
        attributes.set(Names.conversation, call.options.conversation ?? parameters.conversation)
        attributes.set(Names.maxTokens, parameters.maxTokens)
        if let count = parameters.choiceCount, count != 1 { attributes.set(Names.choiceCount, count) }
        attributes.set(Names.reasoningLevel, parameters.reasoningLevel)
        attributes.set(Names.previousResponse, parameters.previousResponse)
        attributes.set(Names.requestTier, parameters.serviceTier)
        attributes.set(Names.promptName, parameters.promptID)
        attributes.set(Names.promptVersion, parameters.promptVersion)
        switch parameters.format {
        case "json_object", "json_schema": attributes.set(Names.outputType, "json")
        case "text": attributes.set(Names.outputType, "text")
        default: break
        }
        writeSampling(to: &attributes)
        if capturesContent { writeContent(to: &attributes) }
    }

    private func writeSampling(to attributes: inout SpanAttributes) {
        attributes.set(Names.seed, parameters.seed)
        attributes.set(Names.topK, parameters.topK)
        attributes.set(Names.temperature, parameters.temperature)
        attributes.set(Names.topP, parameters.topP)
        attributes.set(Names.frequencyPenalty, parameters.frequencyPenalty)
        attributes.set(Names.presencePenalty, parameters.presencePenalty)
        if let stop = parameters.stopSequences { attributes.set(Names.stopSequences, value: .stringArray(stop)) }
    }

    /// Sets the content attributes, which requires parsing the body.
    private func writeContent(to attributes: inout SpanAttributes) {
        let members = call.members(Self.content)
        if let messages = members["messages"] ?? members["input"] {
            attributes.set(Names.inputMessages, TelemetryContent.messages(messages).jsonText)
        }
        if let instructions = members["instructions"]?.stringValue {
            let parts: JSONValue = [["type": "text", "content": .string(instructions)]]
            attributes.set(Names.systemInstructions, parts.jsonText)
        }
        attributes.set(Names.toolDefinitions, members["tools"]?.jsonText)
    }
}
