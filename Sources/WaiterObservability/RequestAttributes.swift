internal import Tracing
internal import Waiter

/// The attributes of a span that are read from the JSON body of the request.
struct RequestAttributes {
    private typealias Names = SemanticConventions.Attribute

    private static let parameters: Set<String> = [
        "conversation", "frequency_penalty", "max_completion_tokens", "max_output_tokens", "max_tokens", "n",
        "presence_penalty", "previous_response_id", "prompt", "reasoning", "reasoning_effort", "response_format",
        "seed",
        "service_tier", "stop", "temperature", "text", "top_k", "top_p",
    ]
    private static let content: Set<String> = ["input", "instructions", "messages", "tools"]

    private let call: ObservedCall
    private let members: [String: JSONValue]

    init(_ call: ObservedCall, capturesContent: Bool) {
        self.call = call
        members = call.members(capturesContent ? Self.parameters.union(Self.content) : Self.parameters)
    }

    func write(to attributes: inout SpanAttributes) {
        if call.isStream { attributes[Names.stream] = true }
        attributes[Names.apiType] = SemanticConventions.apiType(call.operation)
        attributes[Names.conversation] =
            call.options.conversation ?? members["conversation"]?.stringValue
            ?? members["conversation"]?["id"]?.stringValue
        writeParameters(to: &attributes)
        writeSampling(to: &attributes)
        writeContent(to: &attributes)
    }

    private func writeParameters(to attributes: inout SpanAttributes) {
        let limits = ["max_completion_tokens", "max_output_tokens", "max_tokens"]
        attributes[Names.maxTokens] = limits.lazy.compactMap { members[$0]?.intValue }.first
        if let count = members["n"]?.intValue, count != 1 { attributes[Names.choiceCount] = count }
        attributes[Names.reasoningLevel] =
            members["reasoning_effort"]?.stringValue ?? members["reasoning"]?["effort"]?.stringValue
        attributes[Names.previousResponse] = members["previous_response_id"]?.stringValue
        attributes[Names.requestTier] = members["service_tier"]?.stringValue
        attributes[Names.promptName] = members["prompt"]?["id"]?.stringValue
        attributes[Names.promptVersion] = members["prompt"]?["version"]?.stringValue
        let format = members["response_format"]?["type"] ?? members["text"]?["format"]?["type"]
        switch format?.stringValue {
        case "json_object", "json_schema": attributes[Names.outputType] = "json"
        case "text": attributes[Names.outputType] = "text"
        default: break
        }
    }

    private func writeSampling(to attributes: inout SpanAttributes) {
        attributes[Names.seed] = members["seed"]?.intValue
        attributes[Names.topK] = members["top_k"]?.intValue
        attributes[Names.temperature] = members["temperature"]?.doubleValue
        attributes[Names.topP] = members["top_p"]?.doubleValue
        attributes[Names.frequencyPenalty] = members["frequency_penalty"]?.doubleValue
        attributes[Names.presencePenalty] = members["presence_penalty"]?.doubleValue
        if let stop = members["stop"] {
            let sequences = stop.stringValue.map { [$0] } ?? (stop.arrayValue ?? []).compactMap(\.stringValue)
            attributes.set(Names.stopSequences, value: .stringArray(sequences))
        }
    }

    /// Writes the content, whose members are present only if it is captured.
    private func writeContent(to attributes: inout SpanAttributes) {
        if let messages = members["messages"] ?? members["input"] {
            attributes[Names.inputMessages] = TelemetryContent.messages(messages).jsonText
        }
        if let instructions = members["instructions"]?.stringValue {
            let parts: JSONValue = [["type": "text", "content": .string(instructions)]]
            attributes[Names.systemInstructions] = parts.jsonText
        }
        attributes[Names.toolDefinitions] = members["tools"]?.jsonText
    }
}
