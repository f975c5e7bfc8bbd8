internal import HTTPTypes

extension APIOperation where Output == ChatCompletion {
    /// Creates the operation `POST /chat/completions`, which returns a complete answer.
    ///
    /// - Parameters:
    ///   - request: The request. Its `stream` member is removed.
    ///   - thinkTags: How to handle a `<think>` block in the answer's text.
    /// - Returns: The operation.
    public static func chatCompletion(
        _ request: ChatCompletionRequest,
        thinkTags: ChatCompletion.ThinkTags = .separated
    ) -> APIOperation {
        var request = request.withoutResponseItems
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
    /// Creates the operation `POST /chat/completions`, which streams the answer in chunks.
    ///
    /// - Parameters:
    ///   - request: The request. Its `stream` member is set to `true`.
    ///   - thinkTags: How to handle a `<think>` block in the answer's text.
    /// - Returns: The operation.
    public static func chatCompletionStream(
        _ request: ChatCompletionRequest,
        thinkTags: ChatCompletion.ThinkTags = .separated
    ) -> APIOperation {
        var request = request.withoutResponseItems
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
        operation.maxOutputTokens = Self.maxOutputTokens(request)
        guard request.streamOptions?.includeUsage == nil else { return operation }
        request.streamOptions = request.streamOptions ?? StreamOptions()
        request.streamOptions?.includeUsage = true
        operation.usageRequest = UsageRequest(field: "stream_options", body: .json(request))
        return operation
    }

    /// Returns a closure that computes the maximum number of output tokens for all choices combined. Values in
    /// `extraBody` take precedence over the request's own members.
    private static func maxOutputTokens(_ request: ChatCompletionRequest) -> @Sendable (RequestOptions) -> Int? {
        let ofRequest = [request.maxCompletionTokens, request.maxTokens].compactMap { $0 }.max()
        // Audio and images use more tokens than text and are counted differently.
        let isText = !(request.modalities ?? []).contains { $0 != .text }
        let choices = request.n ?? 1
        return { options in
            guard isText, options.extraBody["modalities"] == nil else { return nil }
            let ofExtras = ["max_completion_tokens", "max_tokens"].compactMap { options.extraBody[$0]?.intValue }.max()
            guard let tokens = ofExtras ?? ofRequest ?? options.maxOutputTokens else { return nil }
            let (sum, isTooLarge) = tokens.multipliedReportingOverflow(
                by: max(1, options.extraBody["n"]?.intValue ?? choices)
            )
            return isTooLarge ? .max : sum
        }
    }
}

extension ChatCompletionRequest {
    /// A copy of the request without output items from responses. Chat completion servers do not support such items.
    fileprivate var withoutResponseItems: ChatCompletionRequest {
        guard messages.contains(where: { !$0.responseItems.isEmpty }) else { return self }
        var request = self
        request.messages = messages.compactMap { message in
            guard !message.responseItems.isEmpty else { return message }
            // Hosted tool calls and their results exist only as items.
            var message = message
            message.responseItems = []
            message.toolCalls.removeAll { if case .unknown = $0 { true } else { false } }
            let isEmpty = message.text.isEmpty && message.refusal == nil && message.toolCalls.isEmpty
            return message.role == .tool || isEmpty ? nil : message
        }
        return request
    }
}
