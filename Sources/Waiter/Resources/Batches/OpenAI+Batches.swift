extension OpenAI {
    /// The `/batches` endpoints, which process many requests within a day.
    public struct Batches: Sendable {
        let client: OpenAI

        /// Creates a batch from an uploaded file of requests.
        ///
        ///     let lines = try requests.map { try BatchLine(customID: $0.id, .chatCompletion($0.request)) }
        ///     let file = try await client.files.create(FileUpload(BatchLine.file(lines), purpose: .batch))
        ///     let batch = try await client.batches.create(.init(inputFileID: file.id, endpoint: .chatCompletions))
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func create(
            _ request: BatchRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> BatchObject {
            try await client.send(.batch(request), options: options).value
        }

        /// Returns a batch.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the batch does not exist, or `CancellationError` if the
        ///   task is cancelled.
        public func retrieve(_ id: String, options: RequestOptions = RequestOptions()) async throws -> BatchObject {
            try await client.send(.batch(id), options: options).value
        }

        /// Returns a page of batches, newest first. `limit` must be from 1 to 100 and is 20 by default.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func list(
            after: String? = nil,
            limit: Int? = nil,
            options: RequestOptions = RequestOptions()
        ) async throws -> ListPage<BatchObject> {
            try await client.send(.batchList(after: after, limit: limit), options: options).value
        }

        /// Returns all batches, newest first. Pages are requested as they are needed.
        public func all(
            limit: Int? = nil,
            options: RequestOptions = RequestOptions()
        ) -> ListSequence<ListPage<BatchObject>> {
            ListSequence { try await list(after: $0, limit: limit, options: options) }
        }

        /// Cancels a batch. Cancellation takes up to ten minutes. Results that have already been produced remain
        /// available.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        @discardableResult
        public func cancel(_ id: String, options: RequestOptions = RequestOptions()) async throws -> BatchObject {
            try await client.send(.batchCancellation(id), options: options).value
        }

        /// Waits until a batch completes, fails, expires or is cancelled.
        ///
        ///     let batch = try await client.batches.wait(for: batch.id) { print($0.requestCounts?.completed ?? 0) }
        ///
        /// Cancelling the task ends the wait, but does not cancel the batch.
        ///
        /// - Parameters:
        ///   - id: The ID of the batch.
        ///   - policy: The polling intervals and the deadline.
        ///   - options: The options for each request.
        ///   - onProgress: A closure called with the batch after each request.
        /// - Returns: The finished batch, regardless of its final status.
        /// - Throws: `OpenAIError`, with code `.timeout` if the policy's deadline passes, or `CancellationError` if the
        ///   task is cancelled.
        nonisolated(nonsending) public func wait(
            for id: String,
            policy: PollingPolicy = PollingPolicy(interval: .seconds(5), maxInterval: .seconds(60)),
            options: RequestOptions = RequestOptions(),
            onProgress: (BatchObject) -> Void = { _ in }
        ) async throws -> BatchObject {
            try await client.poll(policy, "batch \(id)") {
                try await retrieve(id, options: options)
            } isFinished: { batch in
                onProgress(batch)
                return batch.status.isFinal
            }
        }

        /// Returns the results of a batch from its output and error files, keyed by request ID.
        ///
        ///     let results = try await client.batches.results(of: batch, as: ChatCompletion.self, expecting: ids)
        ///
        /// If a file is larger than `limits.responseBytes`, download it with `client.files.content(_:to:)` instead.
        ///
        /// - Parameters:
        ///   - batch: A finished batch.
        ///   - type: The type of a successful result.
        ///   - ids: The IDs of the requests, or `nil` to accept results for any ID.
        ///   - options: The options for each request.
        /// - Returns: The results, which are empty if the batch has no files.
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func results<Output: Decodable & Sendable>(
            of batch: BatchObject,
            as type: Output.Type,
            expecting ids: [String]? = nil,
            options: RequestOptions = RequestOptions()
        ) async throws -> BatchResults<Output> {
            var results = BatchResults<Output>(expecting: ids)
            for file in [batch.outputFileID, batch.errorFileID].compactMap({ $0 }) {
                let content = try await client.files.content(file, options: options)
                results.add(content, of: file, result)
            }
            return results
        }

        private func result<Output: Decodable>(_ line: BatchResultLine) -> Result<Output, OpenAIError> {
            let redactor = client.executor.redactor
            var error: OpenAIError
            if let response = line.response, 200..<300 ~= response.statusCode {
                do {
                    return .success(try JSONBodyDecoder.decode(Output.self, from: response.body))
                } catch let cause {
                    error = OpenAIError(.invalidResponse, "the result does not match the expected format")
                    error.underlying = cause
                }
            } else {
                let reported = line.response?.body["error"] ?? line.error ?? .object(["message": "the request failed"])
                error = OpenAIError.reported(by: reported, redactor: redactor)
                error.code = line.response.map { .of(status: $0.statusCode, server: error.server) } ?? error.code
            }
            error.status = line.response?.statusCode
            error.requestID = line.response?.requestID
            return .failure(error)
        }
    }

    /// The batches endpoints.
    public var batches: Batches { Batches(client: self) }
}
