/// The wire format of the requests and answers of a loop in a given mode.
package struct ToolWire: Sendable {
    /// The mode, either native or schema-based.
    package let mode: ToolMode
    private let definitions: [ChatTool]
    private let format: ToolSchemaFormat?
    /// The size of the tools as JSON, in bytes.
    let size: Int

    /// Creates the wire format for a set of tools.
    ///
    /// - Parameters:
    ///   - tools: The tools.
    ///   - mode: The mode, either native or schema-based.
    ///   - dialect: The subset of JSON Schema that the server supports, which is used for schema-based tools.
    /// - Throws: `OpenAIError` with code `.invalidSchema` if a schema has no strict form.
    package init(_ tools: ToolTable, mode: ToolMode, dialect: SchemaDialect = .standard) throws {
        self.mode = mode
        let definitions = try tools.tools.map { ChatTool.function(try $0.functionDefinition) }
        self.definitions = definitions
        size = definitions.reduce(0) { sum, tool in
            guard case .function(let function) = tool else { return sum }
            let parameters = function.parameters?.jsonBytes.count ?? 0
            return sum + function.name.utf8.count + (function.description?.utf8.count ?? 0) + parameters
        }
        format = mode == .schema ? ToolSchemaFormat(tools, dialect: dialect) : nil
    }

    /// Converts a request from the native format to the wire format.
    ///
    /// A tool choice that forces a call applies only until the model has called a tool. Otherwise, the loop would not
    /// end.
    package func request(_ request: ChatCompletionRequest, after progress: ToolProgress) -> ChatCompletionRequest {
        var request = request
        if !progress.previousCalls.isEmpty {
            switch request.toolChoice {
            case .required?, .function?, .custom?: request.toolChoice = .auto
            case .allowedTools(var allowed)?:
                allowed.mode = .auto
                request.toolChoice = .allowedTools(allowed)
            default: break
            }
        }
        if let format { return format.request(request, mustAnswer: progress.repeats > 1) }
        let tools = (request.tools ?? []) + definitions
        request.tools = tools.isEmpty ? nil : tools
        return request
    }

    /// Converts an answer to the native format. A schema-based call is converted to a tool call.
    package func answer(_ completion: ChatCompletion) -> ChatCompletion {
        format == nil ? completion : ToolSchemaFormat.answer(completion)
    }

    /// Returns whether the server probably dropped the tools without reporting an error. The tools are considered
    /// dropped if a required call is missing, or if the server reports fewer prompt tokens than the tools alone
    /// require.
    func isDropped(_ completion: ChatCompletion, _ request: ChatCompletionRequest) -> Bool {
        guard mode == .native, !definitions.isEmpty, let message = completion.message, message.toolCalls.isEmpty,
            (message.refusal ?? "").isEmpty, completion.choices.first?.finishReason?.outcome == .complete
        else { return false }
        switch request.toolChoice {
        case .none?: return false
        case .required?, .function?: return true
        default: break
        }
        guard let usage = completion.usage, usage.promptTokens > 0 else { return false }
        // Text has three to four bytes per token, and a template can render a schema at half its size.
        return usage.promptTokens.multipliedReportingOverflow(by: 8).partialValue < size
    }
}

extension FunctionTool {
    /// The definition that is sent to the model.
    var functionDefinition: FunctionDefinition {
        get throws {
            // Some servers require a function to have parameters.
            let schema = try isStrict ? parameters?.strict() : parameters
            return FunctionDefinition(
                name: name,
                description: description,
                parameters: schema?.value ?? ["type": "object", "properties": [:]],
                strict: isStrict ? true : nil
            )
        }
    }
}
