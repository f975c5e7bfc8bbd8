extension OpenAI.Embeddings {
    /// Returns the embeddings of any number of inputs, in input order. Sends as many requests as necessary.
    ///
    ///     let response = try await client.embeddings.createAll(
    ///         .init(model: "text-embedding-3-small", input: .texts(lines))
    ///     )
    ///
    /// If a request fails, the other requests are cancelled. If `options` contains an idempotency key, the number of
    /// each request is appended to the key.
    ///
    /// - Parameters:
    ///   - request: The request, with any number of inputs. If there are no inputs, nothing is sent.
    ///   - batching: The limits for a single request and the number of concurrent requests.
    ///   - options: The options for each request. The timeouts apply to each request separately.
    /// - Returns: The embeddings, indexed by input, and the total usage. The usage is `nil` if any response omits it.
    /// - Throws: `OpenAIError`, with code `.invalidResponse` if a response does not have one embedding per input, or
    ///   `CancellationError` if the task is cancelled.
    public func createAll(
        _ request: EmbeddingRequest,
        batching: EmbeddingBatching = EmbeddingBatching(),
        options: RequestOptions = RequestOptions()
    ) async throws -> EmbeddingResponse {
        var responses: [Int: EmbeddingResponse] = [:]
        try await createBatches(request, batching: batching, options: options) { range, response in
            responses[range.lowerBound] = response
        }
        return Self.joined(responses.sorted { $0.key < $1.key }.map(\.value), model: request.model)
    }

    /// Requests the embeddings of any number of inputs and passes each response to a closure as it arrives.
    ///
    ///     try await client.embeddings.createBatches(request) { range, response in
    ///         for embedding in response { try store(embedding.vector, for: lines[embedding.index]) }
    ///     }
    ///
    /// Unlike `createAll`, this method keeps in memory only the vectors from requests in progress. If a request fails
    /// or the closure throws an error, the other requests are cancelled.
    ///
    /// - Parameters:
    ///   - request: The request, with any number of inputs. If there are no inputs, nothing is sent.
    ///   - batching: The limits for a single request and the number of concurrent requests.
    ///   - options: The options for each request. The timeouts apply to each request separately.
    ///   - onBatch: A closure that receives a range of the inputs and the embeddings of those inputs, indexed by input.
    ///     The closure is never called concurrently. Responses can arrive in any order.
    /// - Throws: `OpenAIError`, with code `.invalidResponse` if a response does not have one embedding per input.
    ///   Throws `CancellationError` if the task is cancelled. Errors thrown by the closure are rethrown.
    public func createBatches(
        _ request: EmbeddingRequest,
        batching: EmbeddingBatching = EmbeddingBatching(),
        options: RequestOptions = RequestOptions(),
        onBatch: (Range<Int>, EmbeddingResponse) async throws -> Void
    ) async throws {
        let ranges = batching.ranges(of: request.input)
        try await withThrowingTaskGroup(of: (Int, EmbeddingResponse).self) { group in
            var next = 0
            func start() {
                guard next < ranges.count else { return }
                let number = next
                next += 1
                group.addTask { (number, try await part(number, ranges[number], of: request, options)) }
            }
            for _ in 0..<max(1, batching.concurrency) { start() }
            while let (number, response) = try await group.next() {
                start()
                try await onBatch(ranges[number], response)
            }
        }
    }

    private func part(
        _ number: Int,
        _ range: Range<Int>,
        of request: EmbeddingRequest,
        _ options: RequestOptions
    ) async throws -> EmbeddingResponse {
        var request = request
        request.input = request.input.slice(range)
        var options = options
        options.idempotencyKey = options.idempotencyKey.map { "\($0)-\(number)" }
        var response = try await create(request, options: options)
        // Without this check, vectors that are assigned to the wrong inputs would go unnoticed.
        guard response.data.map(\.index) == Array(0..<range.count) else {
            throw OpenAIError(
                .invalidResponse,
                "the server returned \(response.count) embeddings for \(range.count) inputs, or unexpected indexes"
            )
        }
        for place in response.data.indices { response.data[place].index += range.lowerBound }
        return response
    }

    private static func joined(_ responses: [EmbeddingResponse], model: String) -> EmbeddingResponse {
        let usages = responses.compactMap(\.usage)
        let usage: CompletionUsage? =
            usages.count != responses.count || usages.isEmpty
            ? nil
            : CompletionUsage(
                promptTokens: usages.reduce(0) { $0 &+ $1.promptTokens },
                totalTokens: usages.reduce(0) { $0 &+ $1.totalTokens }
            )
        return EmbeddingResponse(
            data: responses.flatMap(\.data),
            model: responses.first?.model ?? model,
            usage: usage
        )
    }
}
