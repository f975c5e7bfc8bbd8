/// A response from a model.
///
///     let response = try await client.responses.create(model: "gpt-6.1-sol", input: "What is an API?")
///     print(response.outputText)
///
/// Only `output` is required, because servers omit many of the other members. All members are preserved as the server
/// sent them, including echoed request parameters and unknown members.
public struct ModelResponse: Sendable, Hashable {
    /// The output: messages, reasoning, tool calls, and other items, in order.
    public var output: [ResponseItem]
    /// The members as the server sent them, in order. In this object, the value of `output` is null and only marks the
    /// position of the member.
    var members: JSONObject

    /// Creates a response.
    public init(id: String = "", output: [ResponseItem], status: ResponseStatus? = .completed, model: String = "") {
        self.output = output
        members = ["id": .string(id), "object": "response"]
        if let status { members["status"] = .string(status.rawValue) }
        members["model"] = .string(model)
        members["output"] = .null
    }

    /// Creates a response from its members. No member is required.
    init(members: JSONObject) {
        output = members["output"]?.arrayValue?.map(ResponseItem.init(json:)) ?? []
        self.members = members
        if members["output"] != nil { self.members["output"] = .null }
    }

    /// All members, in order.
    public var json: JSONObject {
        var json = members
        if json["output"] != nil || !output.isEmpty { json["output"] = .array(output.map(\.json)) }
        return json
    }

    /// Accesses a member other than `output`. The value is `nil` if the member is absent.
    public subscript(member: String) -> JSONValue? {
        get { members[member] }
        set { members[member] = newValue }
    }

    /// The concatenated text of all messages, or an empty string if there are no messages.
    public var outputText: String {
        output.reduce(into: "") { text, item in
            guard case .message(let message) = item else { return }
            text += message.text
        }
    }

    /// The model's refusal, or `nil` if the model did not refuse.
    public var refusal: String? {
        let refusals = messages.compactMap(\.refusal)
        return refusals.isEmpty ? nil : refusals.joined()
    }

    /// The messages in the output.
    public var messages: [ResponseItem.Message] {
        output.compactMap { if case .message(let message) = $0 { message } else { nil } }
    }

    /// The function calls in the output.
    public var functionCalls: [ResponseItem.FunctionCall] {
        output.compactMap { if case .functionCall(let call) = $0 { call } else { nil } }
    }

    /// The joined text of all reasoning items, or `nil` if there is no reasoning. The text of an item is its summary
    /// or, if there is no summary, the reasoning itself.
    public var reasoningText: String? {
        let texts = output.compactMap { item -> String? in
            guard case .reasoning(let reasoning) = item else { return nil }
            return reasoning.summary.isEmpty ? reasoning.text : reasoning.summaryText
        }
        let text = texts.filter { !$0.isEmpty }.joined(separator: "\n\n")
        return text.isEmpty ? nil : text
    }
}

extension ModelResponse: Codable {
    /// Decodes a response. The `output` member must be an array. It can be missing if the response has a status other
    /// than `completed`.
    public init(from decoder: any Decoder) throws {
        guard case .object(let object) = try JSONValue(from: decoder) else {
            throw DecodingError.typeMismatch(
                [String: Any].self,
                .init(codingPath: decoder.codingPath, debugDescription: "Expected an object.")
            )
        }
        self.init(members: object)
        switch object["output"] {
        case .array?: break
        case nil, .null?: if status == nil || status == .completed { throw Self.missingOutput(decoder) }
        default: throw Self.missingOutput(decoder)
        }
    }

    private static func missingOutput(_ decoder: any Decoder) -> DecodingError {
        .keyNotFound(
            Keys.output,
            .init(codingPath: decoder.codingPath, debugDescription: "The response has no \"output\" array.")
        )
    }

    private enum Keys: String, CodingKey { case output }

    /// Encodes all members, in order.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue.object(json).encode(to: encoder)
    }
}
