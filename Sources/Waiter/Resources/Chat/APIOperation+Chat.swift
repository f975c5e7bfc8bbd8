internal import HTTPTypes

extension APIOperation where Output == ChatCompletion {
    /// The operation `POST /chat/completions`, answered with a complete completion.
    ///
    /// - Parameter thinkTags: The treatment of a `<think>` block in the answer's text.
    public static func chatCompletion(
        _ request: ChatCompletionRequest,
        thinkTags: ChatCompletion.ThinkTags = .separated
    ) -> APIOperation {
        var request = request
        request.stream = nil
        var operation = APIOperation(
            "chat.completions.create",
            .post,
            ["chat", "completions"],
            body: .json(request),
            decoder: .json({ ResponseMetadata($0) }) { try $0.checked(thinkTags, $1, $2) }
        )
        operation.model = request.model
        operation.repairs = .chat
        return operation
    }
}

extension APIOperation where Output == EventStream<ChatCompletionChunk> {
    /// The operation `POST /chat/completions`, answered with a stream of chunks.
    ///
    /// - Parameter thinkTags: The treatment of a `<think>` block in the answer's text.
    public static func chatCompletionStream(
        _ request: ChatCompletionRequest,
        thinkTags: ChatCompletion.ThinkTags = .separated
    ) -> APIOperation {
        var request = request
        request.stream = true
        let hasSeveralChoices = (request.n ?? 1) > 1
        var operation = APIOperation(
            "chat.completions.stream",
            .post,
            ["chat", "completions"],
            body: .json(request),
            accept: .eventStream,
            decoder: .stream(
                { ChatChunkParser(thinkTags: thinkTags) },
                ChatCompletionAccumulator.self,
                mayContinue: hasSeveralChoices
            )
        )
        operation.model = request.model
        operation.repairs = .chat
        guard request.streamOptions?.includeUsage == nil else { return operation }
        request.streamOptions = request.streamOptions ?? StreamOptions()
        request.streamOptions?.includeUsage = true
        operation.usageRequest = UsageRequest(field: "stream_options", body: .json(request))
        return operation
    }
}
