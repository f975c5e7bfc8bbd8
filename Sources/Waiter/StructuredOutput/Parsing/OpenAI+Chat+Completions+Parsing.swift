extension OpenAI.Chat.Completions {
    /// Generates an answer and parses it as a value of the given type.
    ///
    ///     struct Invoice: Decodable, Sendable { var number: String; var total: Decimal; var due: Date? }
    ///     let invoice = try await client.chat.completions.parse(request, as: Invoice.self).value
    ///
    /// The schema is derived from the type and sent as the response format. Because many servers ignore the schema,
    /// every answer is validated against it. JSON in a code fence or after a `<think>` block is accepted.
    ///
    /// - Parameters:
    ///   - request: The conversation and the request parameters, except for `responseFormat`, which is replaced.
    ///   - type: The type of the value.
    ///   - structuredOutput: Options such as the schema and the number of retries after an invalid answer.
    ///   - options: The options for each request that is sent.
    /// - Returns: The value with its completion and usage.
    /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled. For the codes `.refusal`,
    ///   `.lengthLimit`, `.contentFilter` and `.schemaViolation`, the error contains the completion and its usage. The
    ///   code is `.invalidSchema` if no schema can be derived from the type.
    public func parse<Value: Decodable & Sendable>(
        _ request: ChatCompletionRequest,
        as type: Value.Type = Value.self,
        structuredOutput: StructuredOutputOptions = StructuredOutputOptions(),
        options: RequestOptions = RequestOptions()
    ) async throws -> ParsedCompletion<Value> {
        try await StructuredCall<Value>(client, ModelRequest(request), structuredOutput, options).value()
    }

    /// Generates an answer and parses it as a value of the given type.
    ///
    /// - Throws: The same errors as `parse(_:as:structuredOutput:options:)`.
    public func parse<Value: Decodable & Sendable>(
        model: String,
        messages: [ChatMessage],
        as type: Value.Type = Value.self,
        options: RequestOptions = RequestOptions()
    ) async throws -> ParsedCompletion<Value> {
        try await parse(ChatCompletionRequest(model: model, messages: messages), as: type, options: options)
    }

    /// Generates an answer, streams snapshots of its JSON, and parses the complete JSON as a value of the given type.
    ///
    /// - Parameters:
    ///   - request: The conversation and the request parameters, except for `responseFormat`, which is replaced.
    ///   - type: The type of the value.
    ///   - structuredOutput: Options such as the schema and the number of retries after an invalid answer.
    ///   - options: The options for each request that is sent.
    /// - Returns: The stream of snapshots. Its `value` property returns the complete value at the end.
    /// - Throws: The same errors as `parse(_:as:structuredOutput:options:)`. The stream throws any errors that
    ///   occur later.
    public func stream<Value: Decodable & Sendable>(
        _ request: ChatCompletionRequest,
        as type: Value.Type,
        structuredOutput: StructuredOutputOptions = StructuredOutputOptions(),
        options: RequestOptions = RequestOptions()
    ) async throws -> ParsedStream<Value> {
        let call = try StructuredCall<Value>(client, ModelRequest(request), structuredOutput, options)
        return ParsedStream(call, try await call.chunks())
    }
}
