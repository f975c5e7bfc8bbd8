/// The format of schema-based tools. The schema constrains the model to write a JSON object that is either a call or an
/// answer.
///
///     {"tool": "add", "arguments": {"left": 1, "right": 2}}
///     {"answer": "The sum is 3."}
///
/// Earlier calls and answers are sent to the model in this format, in assistant messages. Results are sent in user
/// messages, because the chat templates of models without tool support do not accept tool messages.
struct ToolSchemaFormat: Sendable {
    /// The name of the schema in requests.
    static let name = "call_or_answer"

    private let tools: ToolTable
    private let dialect: SchemaDialect
    private let instructions: String

    /// Creates the format for a server that supports the given dialect of JSON Schema.
    init(_ tools: ToolTable, dialect: SchemaDialect) {
        self.tools = tools
        self.dialect = dialect
        let list = tools.tools.map { tool in
            let schema = (tool.parameters?.value ?? ["type": "object", "properties": [:]]).jsonText
            let description = tool.description.map { ": \($0)" } ?? ""
            return "- \(tool.name)\(description) Arguments: \(schema)"
        }
        instructions = """
            You have these tools:
            \(list.joined(separator: "\n"))

            Write one JSON object and nothing else. To call a tool: {"tool": "NAME", "arguments": {...}}. The user then sends \
            the result. To answer the user: {"answer": "..."}.
            """
    }

    // MARK: Requests

    /// Returns the request in the format in which it is sent.
    ///
    /// A small model can repeat the same call indefinitely. To prevent this, `mustAnswer` can be set to `true`, in
    /// which case the schema allows only an answer.
    func request(_ request: ChatCompletionRequest, mustAnswer: Bool) -> ChatCompletionRequest {
        var request = request
        let allowed = mustAnswer ? [] : allowed(request.toolChoice)
        let isForced = !mustAnswer && isForced(request.toolChoice)
        let answer = request.responseFormat
        (request.tools, request.toolChoice, request.parallelToolCalls) = (nil, nil, nil)
        request.messages = messages(request.messages)
        guard mustAnswer || !allowed.isEmpty else { return request }
        request.responseFormat = .jsonSchema(
            name: Self.name,
            schema: schema(allowed, answer: isForced ? nil : answer ?? .text),
            strict: true
        )
        return request
    }

    private func allowed(_ choice: ToolChoice?) -> [FunctionTool] {
        switch choice {
        case .none?: return []
        case .function(let name)?: return tools.tools.filter { $0.name == name }
        case .allowedTools(let allowed)?:
            let names = allowed.tools.compactMap { if case .function(let name) = $0 { name } else { nil } }
            return tools.tools.filter { names.contains($0.name) }
        default: return tools.tools
        }
    }

    private func isForced(_ choice: ToolChoice?) -> Bool {
        switch choice {
        case .required?, .function?: true
        case .allowedTools(let allowed)?: allowed.mode == .required
        default: false
        }
    }

    /// Returns a schema that allows calls to the given tools and an answer in the given format. If `answer` is `nil`,
    /// the model must call a tool.
    private func schema(_ tools: [FunctionTool], answer: ResponseFormat?) -> JSONValue {
        var definitions = JSONObject()
        var choices = tools.enumerated().map { place, tool in
            let arguments = SchemaEmbedding(prefix: "tool\(place)_")
                .embed(tool.parameters?.wire(dialect) ?? Self.noArguments, into: &definitions)
            return Self.object([("tool", ["const": .string(tool.name)]), ("arguments", arguments)])
        }
        if let answer {
            var value: JSONValue = ["type": "string"]
            switch answer {
            case .jsonObject: value = ["type": "object"]
            case .jsonSchema(let schema):
                if let schema = schema.schema {
                    value = SchemaEmbedding(prefix: "answer_").embed(schema, into: &definitions)
                }
            default: break
            }
            choices.append(Self.object([("answer", value)]))
        }
        var schema: JSONObject = choices.count == 1 ? choices[0].objectValue ?? [:] : ["anyOf": .array(choices)]
        if !definitions.isEmpty { schema["$defs"] = .object(definitions) }
        return .object(schema)
    }

    private static let noArguments: JSONValue = ["type": "object", "properties": [:], "additionalProperties": false]

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        [
            "type": "object", "properties": .object(JSONObject(members)),
            "required": .array(members.map { .string($0.0) }), "additionalProperties": false,
        ]
    }

    private func messages(_ messages: [ChatMessage]) -> [ChatMessage] {
        var converted: [ChatMessage] = []
        // The calls in the current message. Each call is appended directly before its result.
        var calls: [String: ChatMessage] = [:]
        for message in messages {
            if message.role == .assistant {
                calls = [:]
                for call in message.toolCalls {
                    calls[call.id] = .assistant(Self.text(of: call))
                }
                if message.toolCalls.isEmpty { converted.append(Self.answered(message)) }
            } else if message.role == .tool {
                let id = message.toolCallID ?? ""
                if let call = calls.removeValue(forKey: id) { converted.append(call) }
                converted.append(.user(Self.result(message.text)))
            } else {
                converted.append(message)
            }
        }
        return instructed(converted)
    }

    private func instructed(_ messages: [ChatMessage]) -> [ChatMessage] {
        var messages = messages
        if let first = messages.first, first.role == .system || first.role == .developer,
            case .text(let text)? = first.content
        {
            messages[0].content = .text("\(text)\n\n\(instructions)")
        } else {
            messages.insert(.system(instructions), at: 0)
        }
        return messages
    }

    /// Returns the text of a message that contains a result. The text includes a hint about what to write next, because
    /// small models otherwise repeat the call.
    private static func result(_ text: String) -> String {
        text.hasPrefix("error: ")
            ? "The call failed with an \(text)" : "The result is \(text). Write {\"answer\": \"...\"}."
    }

    private static func text(of call: ToolCall) -> String {
        let arguments = call.function.flatMap { try? JSONValue(jsonText: $0.arguments) } ?? [:]
        let call: JSONValue = ["tool": .string(call.function?.name ?? ""), "arguments": arguments]
        return call.jsonText
    }

    private static func answered(_ message: ChatMessage) -> ChatMessage {
        guard case .text(let text)? = message.content else { return message }
        var message = message
        let answer: JSONValue = ["answer": .string(text)]
        message.content = .text(answer.jsonText)
        return message
    }

    // MARK: Answers

    /// Converts an answer to the native format. If the text is not JSON, the text itself is the answer.
    static func answer(_ completion: ChatCompletion) -> ChatCompletion {
        var completion = completion
        for place in completion.choices.indices {
            let message = completion.choices[place].message
            guard message.toolCalls.isEmpty, let text = message.content else { continue }
            let value = try? JSONValue(parsingForeign: Array(text.utf8))
            if let name = value?["tool"]?.stringValue {
                let arguments = (value?["arguments"] ?? [:]).jsonText
                completion.choices[place].message.toolCalls = [.function(id: "", name: name, arguments: arguments)]
                completion.choices[place].message.content = nil
            } else if let answer = value?["answer"] {
                completion.choices[place].message.content = answer.stringValue ?? answer.jsonText
            } else if value == nil {
                // The JSON is incomplete if the answer was truncated.
                var reader = SchemaAnswerReader()
                let start = reader.read(text)
                if reader.isAnswer { completion.choices[place].message.content = start }
            }
        }
        return completion
    }
}

extension ChatCompletion {
    /// The answer to a request with schema-based tools, converted to the native format with tool calls or text.
    package var answeredBySchema: ChatCompletion { ToolSchemaFormat.answer(self) }
}

extension ChatCompletionRequest {
    /// Whether the request offers schema-based tools, in which case the answer must be read with `SchemaAnswerReader`.
    package var offersToolsBySchema: Bool {
        if case .jsonSchema(let schema)? = responseFormat { schema.name == ToolSchemaFormat.name } else { false }
    }
}
