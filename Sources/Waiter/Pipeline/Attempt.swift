internal import HTTPTypes

/// A single attempt at a call. It obtains the meter's approval, sends the request through the middleware and the
/// transport, follows redirects, and replaces a stale connection.
struct Attempt {
    let call: Call
    /// The number of the attempt, starting at 1.
    let number: Int
    let executor: RequestExecutor
    /// The tracker that observes the attempt, or `nil` if nothing observes it.
    private(set) var tracker: AttemptTracker?
    private var redirects = RedirectFollower()

    init(_ call: Call, _ number: Int, _ executor: RequestExecutor) {
        self.call = call
        self.number = number
        self.executor = executor
    }

    /// Sends the request and returns the unread response and its head, regardless of the status.
    ///
    /// - Throws: `TransportError`, `OpenAIError` or `CancellationError`. Errors thrown by a meter, middleware, key
    ///   provider or transport are rethrown unchanged. The tracker has already been notified of the error.
    mutating func send() async throws -> (response: TransportResponse, head: ResponseHead) {
        tracker = try await executor.track(call, number)
        do {
            return try await follow()
        } catch {
            end(early: error)
            throw error
        }
    }

    /// Reports the failure of the attempt to the meter.
    func end(early error: any Error) {
        tracker?.end(early: Task.isCancelled ? CancellationError() : error)
    }

    private mutating func follow() async throws -> (response: TransportResponse, head: ResponseHead) {
        var request = call.request
        if let fields = call.attemptFields?() {
            for field in fields { request.head.headerFields[field.name] = field.value }
        }
        for field in call.observedFields { request.head.headerFields[field.name] = field.value }
        request.requiresNewConnection = call.replacement.isUsed
        while true {
            let response: TransportResponse
            let head: ResponseHead
            do {
                response = try await sendOnce(request)
                head = ResponseHead(response, attempts: number)
                tracker?.note(head)
            } catch let error as TransportError where error.isStaleConnection {
                try await replaceConnection(error)
                request.requiresNewConnection = true
                continue
            }
            let target: TransportRequest?
            do {
                target = try redirects.target(of: response, from: request)
            } catch let error as OpenAIError {
                throw executor.completed(error, number, head)
            }
            guard let target else { return (response, head) }
            call.deadlines.drain(response.body.channel)
            tracker?.noteRedirect()
            request = target
        }
    }

    /// Allows the request to be sent again over a new connection. Each call is allowed one such replacement, which does
    /// not count as a retry.
    ///
    /// If the request was already written to the stale connection, the server may have read the request and may bill
    /// it. The meter therefore counts another attempt.
    ///
    /// - Throws: The given error if the connection must not be replaced.
    private mutating func replaceConnection(_ error: TransportError) async throws {
        guard call.isReplayable, call.replacement.use() else { throw error }
        guard let sent = tracker, sent.isSent else { return }
        sent.end(early: Task.isCancelled ? CancellationError() : error)
        tracker = try await executor.track(call, number)
    }

    private func sendOnce(_ request: TransportRequest) async throws -> TransportResponse {
        let context = call.context(attempt: number, executor.configuration, executor.redactor)
        let progress = call.deadlines.progress(noting: tracker)
        // User-supplied middleware, transports, loggers and key providers can block, so they do not run on the event
        // loop.
        let isOurs =
            executor.configuration.middlewares.isEmpty && executor.configuration.logger == nil
            && executor.transport.neverBlocks && context.apiKey.map { $0.immediateValue != nil } ?? true
        return try await call.deadlines.run(inline: isOurs) { [executor] in
            try await executor.run(request, context, progress)
        }
    }
}
