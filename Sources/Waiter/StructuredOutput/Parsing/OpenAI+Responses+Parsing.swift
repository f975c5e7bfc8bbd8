extension OpenAI.Responses {
    /// Generates a response and parses its text as a value of the given type.
    ///
    ///     struct Invoice: Decodable, Sendable { var number: String; var total: Decimal; var due: Date? }
    ///     let invoice = try await client.responses.parse(request, as: Invoice.self).value
    ///
    /// The schema is derived from the type and sent as `text.format`. The rest of the request is sent unchanged. Every
    /// answer is validated as in `client.chat.completions.parse`. The result contains the response in the form of a
    /// completion. If the response contains output items other than text and function calls, all output items are
    /// in the `responseItems` of the completion's message.
    ///
    /// - Parameters:
    ///   - request: The input and the request parameters, except for the format in `text`, which is replaced.
    ///   - type: The type of the value.
    ///   - structuredOutput: Options such as the schema and the number of retries after an invalid answer.
    ///   - options: The options for each request that is sent.
    /// - Returns: The value with its completion and usage.
    /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled. For the codes `.refusal`,
    ///   `.lengthLimit`, `.contentFilter` and `.schemaViolation`, the error contains the completion and its usage. The
    ///   code is `.invalidSchema` if no schema can be derived from the type.
    public func parse<Value: Decodable & Sendable>(
        _ request: ResponsesRequest,
        as type: Value.Type = Value.self,
        structuredOutput: StructuredOutputOptions = StructuredOutputOptions(),
        options: RequestOptions = RequestOptions()
    ) async throws -> ParsedCompletion<Value> {
        try await StructuredCall<Value>(client, ModelRequest(request), structuredOutput, options).value()
    }

    /// Generates a response with the given model and parses its text as a value of the given type.
    ///
    /// - Throws: The same errors as `parse(_:as:structuredOutput:options:)`.
    public func parse<Value: Decodable & Sendable>(
        model: String,
        input: ResponseInput,
        as type: Value.Type = Value.self,
        options: RequestOptions = RequestOptions()
    ) async throws -> ParsedCompletion<Value> {
        try await parse(ResponsesRequest(model: model, input: input), as: type, options: options)
    }

    /// Generates a response, streams snapshots of its JSON, and parses the complete JSON as a value of the given type.
    ///
    /// - Parameters:
    ///   - request: The input and the request parameters, except for the format in `text`, which is replaced.
    ///   - type: The type of the value.
    ///   - structuredOutput: Options such as the schema and the number of retries after an invalid answer.
    ///   - options: The options for each request that is sent.
    /// - Returns: The stream of snapshots. Its `value` property returns the complete value at the end.
    /// - Throws: The same errors as `parse(_:as:structuredOutput:options:)`. The stream throws any errors that
    ///   occur later.
    public func stream<Value: Decodable & Sendable>(
        _ request: ResponsesRequest,
        as type: Value.Type,
        structuredOutput: StructuredOutputOptions = StructuredOutputOptions(),
        options: RequestOptions = RequestOptions()
    ) async throws -> ParsedStream<Value> {
        let call = try StructuredCall<Value>(client, ModelRequest(request), structuredOutput, options)
        return ParsedStream(call, try await call.chunks())
    }
}
