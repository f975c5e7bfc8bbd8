extension OpenAI.Responses {
    /// Waits until a background response is finished.
    ///
    ///     var request = ResponsesRequest(model: "gpt-6.1-sol", input: "Prove it.")
    ///     (request.background, request.store) = (true, true)
    ///     let started = try await client.responses.create(request)
    ///     let response = try await client.responses.wait(for: started.id)
    ///
    /// The response is retrieved at increasing intervals. A failed retrieval is retried according to the client's retry
    /// policy. If the retries also fail but the failure may be temporary, the response is retrieved again after the
    /// next interval. A truncated response is returned and does not cause an error.
    ///
    /// - Parameters:
    ///   - id: The ID of the response.
    ///   - polling: The polling intervals and the deadline.
    ///   - cancelsOnServer: Whether to cancel the response on the server if the waiting task is cancelled.
    ///   - include: Additional output to include in the response.
    ///   - options: The options for each retrieval.
    /// - Returns: The finished response.
    /// - Throws: `OpenAIError` with code `.timeout` if the deadline passes, or the server's error if the response
    ///   failed or was cancelled. In both cases, the latest response is attached to the error. Throws
    ///   `CancellationError` if the task is cancelled. Cancelling the task also cancels the response on the server
    ///   unless `cancelsOnServer` is `false`.
    public func wait(
        for id: String,
        polling: PollingPolicy = PollingPolicy(maxInterval: .seconds(15)),
        cancelsOnServer: Bool = true,
        include: [ResponseInclude] = [],
        options: RequestOptions = RequestOptions()
    ) async throws -> ModelResponse {
        do {
            return try await poll(id, polling, include, options)
        } catch is CancellationError {
            if cancelsOnServer { await cancelDetached(id, options) }
            throw CancellationError()
        }
    }

    private func poll(
        _ id: String,
        _ polling: PollingPolicy,
        _ include: [ResponseInclude],
        _ options: RequestOptions
    ) async throws -> ModelResponse {
        let clock = CallClock(client.configuration.clock)
        let deadline = polling.deadline.map { clock.now() + $0 }
        var interval = max(polling.interval, .milliseconds(1))
        var latest: ModelResponse?
        var failures = 0
        while true {
            do {
                let response = try await retrieve(id, include: include, options: options)
                if response.status?.isFinal ?? true {
                    guard let failure = response.failure(redactor: Redactor([client.configuration.apiKey])) else {
                        return response
                    }
                    throw failure
                }
                latest = response
                failures = 0
            } catch let error as OpenAIError where error.isPassing && failures < Self.mostFailures {
                failures += 1
            }
            if let deadline, clock.now() >= deadline { throw Self.isUnfinished(latest) }
            let next = clock.now() + interval
            try await clock.sleep(deadline.map { min(next, $0) } ?? next)
            interval = min(interval * 2, max(polling.maxInterval, polling.interval))
        }
    }

    /// The maximum number of consecutive failed retrievals.
    private static var mostFailures: Int { 5 }

    private static func isUnfinished(_ latest: ModelResponse?) -> OpenAIError {
        var error = OpenAIError(.timeout, "the response was not complete before the deadline")
        error.deadline = .total
        error.response = latest
        return error
    }

    /// Cancels a response on the server, using a separate task because the current task is cancelled.
    private func cancelDetached(_ id: String, _ options: RequestOptions) async {
        var options = options
        options.timeouts.total = .seconds(10)
        options.maxRetries = options.maxRetries ?? 1
        let task = Task { [options] in _ = try? await cancel(id, options: options) }
        await task.value
    }

    /// Returns the events of a background response and resumes the stream after interruptions.
    ///
    /// If the connection is lost, the stream resumes after the last event received. Resuming requires sequence numbers.
    /// If the server does not send sequence numbers, an interruption causes an error, as in any other stream.
    ///
    ///     for try await event in client.responses.events(of: started.id) { ... }
    ///
    /// - Parameters:
    ///   - id: The ID of the response.
    ///   - startingAfter: The sequence number of the last event that was received, or `nil` to stream all events.
    ///   - include: Additional output to include in the response.
    ///   - includesObfuscation: Whether events are padded to hide the length of tokens, or `nil` for the server's
    ///     default. Unlike the request's `streamOptions`, this setting also applies to the events after an
    ///     interruption.
    ///   - options: The options for each call.
    /// - Returns: The events.
    public func events(
        of id: String,
        startingAfter: Int? = nil,
        include: [ResponseInclude] = [],
        includesObfuscation: Bool? = nil,
        options: RequestOptions = RequestOptions()
    ) -> ResponseEvents {
        ResponseEvents(
            client: client,
            id: id,
            startingAfter: startingAfter,
            include: include,
            includesObfuscation: includesObfuscation,
            options: options
        )
    }
}

extension OpenAIError {
    /// Whether the failure may be temporary. This is the case if the server failed, temporarily rejected the request,
    /// or could not be reached.
    var isPassing: Bool {
        guard response == nil else { return false }
        switch code {
        case .server, .rateLimited, .connection: return true
        case .timeout: return deadline != .total
        default: return false
        }
    }

    /// Whether the error interrupted a stream whose remaining events can still be requested.
    var isInterruption: Bool {
        code == .streamTruncated || deadline == .idle || code == .connection || code == .server && response == nil
    }
}
