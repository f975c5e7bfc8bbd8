internal import HTTPTypes
internal import Logging
internal import Synchronization
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Carries out operations: encodes once, keeps the deadlines, retries, and turns failures into `OpenAIError`.
package final class RequestExecutor: Sendable {
    package let configuration: OpenAI.Configuration
    package let transport: any Transport
    package let meter: (any Meter)?
    private let middlewares: [any Middleware]
    private let builder: RequestBuilder
    private let timekeeper: Timekeeper
    private let deadlineQueue: DeadlineQueue
    private let quota = RetryQuota()
    private let redactor: Redactor
    private let environment: ExecutionEnvironment
    /// Whether the server has said that it does not know what streams are asked for their usage with.
    private let refusesUsageOption = Atomic(false)

    package init(
        configuration: OpenAI.Configuration,
        transport: any Transport,
        meter: (any Meter)? = nil,
        environment: ExecutionEnvironment = ExecutionEnvironment()
    ) {
        self.configuration = configuration
        self.transport = transport
        self.meter = meter
        self.environment = environment
        let timekeeper = Timekeeper(configuration.clock)
        self.timekeeper = timekeeper
        deadlineQueue = DeadlineQueue(timekeeper)
        builder = RequestBuilder(configuration: configuration)
        redactor = Redactor([configuration.apiKey, configuration.webhookSecret])
        var middlewares = configuration.middlewares
        middlewares += [IdempotencyMiddleware(), AuthenticationMiddleware()] as [any Middleware]
        if configuration.logger != nil { middlewares.append(LoggingMiddleware(now: timekeeper.now)) }
        self.middlewares = middlewares
    }

    // MARK: One call

    /// Makes the call.
    ///
    /// - Throws: `OpenAIError`, `CancellationError`, or unchanged what a middleware, key provider or transport throws.
    package func execute<Output>(
        _ operation: Operation<Output>,
        options: RequestOptions
    ) async throws -> RawResponse<Output> {
        try Task.checkCancellation()
        try (options.timeouts ?? configuration.timeouts).validate()
        let request = try prepare(operation, options)
        let deadlines = CallDeadlines(
            queue: deadlineQueue,
            timekeeper: timekeeper,
            timeouts: options.timeouts ?? configuration.timeouts
        )
        let call = Call(
            request: request,
            operation: operation.name,
            options: options,
            deadlines: deadlines,
            idempotencyKey: options.idempotencyKey ?? "waiter-\(environment.uniqueID())",
            meteredModel: meter == nil ? nil : operation.meteredModel(request.body, options),
            isStream: operation.acceptsEventStream
        )
        let (response, attempts, watch) = try await sendWithRetries(call)
        let success = SuccessfulResponse(
            head: ResponseHead(response, attempts: attempts),
            body: response.body,
            deadlines: deadlines,
            limits: configuration.limits,
            redactor: redactor,
            watch: watch
        )
        do {
            return try await operation.decoder.decode(success)
        } catch {
            let failure: any Error =
                switch error {
                case let error as TransportError: describe(error, call, attempts, success.head)
                case let error as OpenAIError: complete(error, call, attempts, success.head)
                default: error
                }
            watch?.end(early: failure)
            throw failure
        }
    }

    private struct Call: Sendable {
        var request: TransportRequest
        var operation: String
        var options: RequestOptions
        var deadlines: CallDeadlines
        var idempotencyKey: String
        /// The model whose tokens are paid for; nil when nothing is metered.
        var meteredModel: String?
        var isStream: Bool
    }

    /// The request that would be sent, but for what middlewares add.
    package func prepare<Output>(_ operation: Operation<Output>, _ options: RequestOptions) throws -> TransportRequest {
        if let key = options.idempotencyKey, key.isEmpty || !HTTPField.isValidValue(key) {
            throw OpenAIError(.invalidRequest, "the idempotency key contains characters that no header may carry")
        }
        if let defect = options.apiKey?.immediateValue.flatMap(APIKey.defect) {
            throw OpenAIError(.configuration, "the API key is unusable: \(defect)")
        }
        let body = try encodedBody(operation, options)
        let head = try builder.head(of: operation, options: options, hasBody: body != nil)
        return TransportRequest(head: head, body: body ?? [])
    }

    private func encodedBody<Output>(_ operation: Operation<Output>, _ options: RequestOptions) throws -> [UInt8]? {
        do {
            var operation = operation
            if operation.acceptsEventStream, asksForUsage(options) { operation.asksForUsage?(&operation) }
            let body = try operation.encodeBody?()
            guard !options.extraBody.isEmpty else { return body }
            let base = try body.map { try JSONValue(parsing: $0) } ?? .object([:])
            guard base.objectValue != nil else {
                throw OpenAIError(
                    .invalidRequest,
                    "extraBody has nothing to be merged into: the body is no JSON object"
                )
            }
            return try JSONBodyEncoder.encode(base.merging(.object(options.extraBody)))
        } catch let error as EncodingError {
            var invalid = OpenAIError(.invalidRequest, "the request cannot be written as JSON: \(error.summary)")
            invalid.underlying = error
            throw invalid
        }
    }

    // MARK: Attempts

    private func sendWithRetries(
        _ call: Call
    ) async throws -> (TransportResponse, attempts: Int, AttemptWatch?) {
        var call = call
        let limit = max(0, call.options.maxRetries ?? configuration.retry.limit)
        var attempt = 1
        while true {
            let failure: OpenAIError
            var fields: HTTPFields?
            do {
                var watch = try await watch(call, attempt)
                let response: TransportResponse
                do {
                    response = try await send(call, attempt: attempt, &watch)
                } catch {
                    watch?.end(early: Task.isCancelled ? CancellationError() : error)
                    throw error
                }
                if (200...299).contains(response.head.status.code) {
                    quota.succeed(afterRetry: attempt > 1)
                    return (response, attempt, watch)
                }
                fields = response.head.headerFields
                do {
                    failure = try await refusal(response, call, attempt)
                } catch {
                    watch?.end(early: Task.isCancelled ? CancellationError() : error)
                    throw error
                }
                watch?.end(early: failure)
                if drops(usageOption: &call, after: failure) { continue }
            } catch let error as TransportError {
                // Cancelling a request may show itself as a failure of its connection.
                try Task.checkCancellation()
                failure = describe(error, call, attempt, nil)
            } catch let error as OpenAIError where error.deadline != nil {
                failure = complete(error, call, attempt, nil)
            }
            try await pause(after: failure, fields: fields, call, attempt, limit)
            attempt += 1
        }
    }

    /// One attempt; a kept connection that the server had closed is replaced, and redirects are followed.
    ///
    /// - Parameter watch: Whoever follows the attempt; another one when the request had been written to a connection that
    ///   was closed, since its server may have read it, and charge for it.
    private func send(_ call: Call, attempt: Int, _ watch: inout AttemptWatch?) async throws -> TransportResponse {
        var request = call.request
        var redirects = 0
        var replacements = 0
        while true {
            let response: TransportResponse
            do {
                response = try await sendOnce(request, call, attempt, watch)
                watch?.note(ResponseHead(response, attempts: attempt))
            } catch let error as TransportError
                where error.isStaleConnection
                && replacements < (error.mayBeNewConnection ? 1 : configuration.maximumConnections)
            {
                // Each try uses up one stale connection of the pool, so that this ends.
                replacements += 1
                if let sent = watch, sent.isSent {
                    sent.end(early: Task.isCancelled ? CancellationError() : error)
                    watch = try await self.watch(call, attempt)
                }
                continue
            }
            let target: TransportRequest?
            do {
                target = try Redirect.target(of: response.head, from: request)
            } catch let error as OpenAIError {
                throw complete(error, call, attempt, ResponseHead(response, attempts: attempt))
            }
            guard let target else { return response }
            call.deadlines.drain(response.body.channel)
            watch?.noteRedirect()
            redirects += 1
            guard redirects <= Redirect.limit else {
                throw complete(OpenAIError(.invalidResponse, "the server redirects in circles"), call, attempt, nil)
            }
            request = target
        }
    }

    private func sendOnce(
        _ request: TransportRequest,
        _ call: Call,
        _ attempt: Int,
        _ watch: AttemptWatch?
    ) async throws -> TransportResponse {
        let context = CallContext(
            operation: call.operation,
            attempt: attempt,
            idempotencyKey: call.idempotencyKey,
            logger: configuration.logger,
            apiKey: call.options.apiKey ?? configuration.apiKey,
            authentication: configuration.authentication,
            removedHeaders: Set(call.options.headers.filter { $0.value == nil }.map { $0.key.lowercased() }),
            redactor: redactor
        )
        let progress = watch.map { call.deadlines.progress.noting($0) } ?? call.deadlines.progress
        // Middlewares, transports, loggers and key providers of others may take their time: those get a thread.
        let isOurs =
            configuration.middlewares.isEmpty && configuration.logger == nil
            && transport is AsyncHTTPClientTransport && context.apiKey.map { $0.immediateValue != nil } ?? true
        return try await call.deadlines.run(inline: isOurs) { [self] in
            try await run(middlewares[...], request, context, progress)
        }
    }

    private func run(
        _ chain: ArraySlice<any Middleware>,
        _ request: TransportRequest,
        _ context: CallContext,
        _ progress: TransportProgress
    ) async throws -> TransportResponse {
        guard let middleware = chain.first else { return try await transport.send(request, progress: progress) }
        return try await middleware.intercept(request, context: context) { [self] request in
            try await run(chain.dropFirst(), request, context, progress)
        }
    }

    private func refusal(_ response: TransportResponse, _ call: Call, _ attempt: Int) async throws -> OpenAIError {
        let body = try await response.body.collectStart(limit: 64 << 10, deadlines: call.deadlines)
        let head = ResponseHead(response, attempts: attempt)
        let error = OpenAIError.response(head, body: body, redactor: redactor, now: environment.date())
        return complete(error, call, attempt, head)
    }

    /// Sleeps until the next attempt, or throws the failure when there is to be none.
    private func pause(
        after failure: OpenAIError,
        fields: HTTPFields?,
        _ call: Call,
        _ attempt: Int,
        _ limit: Int
    ) async throws {
        let decision = RetryDecision.decide(
            failure,
            fields: fields,
            retries: attempt - 1,
            limit: limit,
            policy: configuration.retry,
            remaining: call.deadlines.remaining,
            random: environment.random()
        )
        guard case .retry(let delay) = decision, quota.take() else { throw failure }
        let notice = RetryNotice(attempt: attempt, maximumAttempts: limit + 1, delay: delay, reason: failure)
        configuration.logger?.debug(
            "retrying",
            metadata: ["operation": "\(call.operation)", "attempt": "\(attempt)", "delay": "\(delay.inWords)"]
        )
        configuration.retry.onRetry?(notice)
        call.options.onRetry?(notice)
        try await timekeeper.sleep(timekeeper.now() + delay)
    }

    // MARK: Metering

    /// Asks the meter whether the attempt may be made; nil when nobody follows it.
    private func watch(_ call: Call, _ attempt: Int) async throws -> AttemptWatch? {
        guard let meter, let model = call.meteredModel else { return nil }
        let metered = MeteredAttempt(
            operation: call.operation,
            model: model,
            attempt: attempt,
            idempotencyKey: call.idempotencyKey,
            isStream: call.isStream,
            server: configuration.baseURL.authority,
            body: call.request.body,
            options: call.options.metering ?? MeteringOptions(),
            remaining: call.deadlines.remaining
        )
        let record = try await call.deadlines.run { try await meter.begin(metered) }
        return record.map { AttemptWatch($0, timekeeper, redactor) }
    }

    private func asksForUsage(_ options: RequestOptions) -> Bool {
        guard let meter, !refusesUsageOption.load(ordering: .relaxed) else { return false }
        return options.metering?.includesUsage ?? meter.asksForUsage
    }

    /// Leaves the question for the usage out when the server stumbles over it: it was the meter's wish alone.
    private func drops(usageOption call: inout Call, after failure: OpenAIError) -> Bool {
        guard call.isStream, call.meteredModel != nil, asksForUsage(call.options),
            failure.status == 400 || failure.status == 422,
            call.options.extraBody["stream_options"] == nil,
            (failure.body ?? failure.server?.message ?? "").contains("stream_options"),
            case .object(var body)? = try? JSONValue(parsing: call.request.body), body["stream_options"] != nil
        else { return false }
        body["stream_options"] = nil
        call.request.body = JSONValue.object(body).jsonBytes
        refusesUsageOption.store(true, ordering: .relaxed)
        return true
    }

    // MARK: Errors

    private func describe(
        _ failure: TransportError,
        _ call: Call,
        _ attempt: Int,
        _ head: ResponseHead?
    ) -> OpenAIError {
        var error = OpenAIError(.connection, redactor.redact(failure.reason))
        error.connectionFailure = failure.failure
        error.underlying = failure.underlying
        return complete(error, call, attempt, head)
    }

    private func complete(
        _ error: OpenAIError,
        _ call: Call,
        _ attempt: Int,
        _ head: ResponseHead?
    ) -> OpenAIError {
        var error = error
        error.attempts = attempt
        error.status = error.status ?? head?.status
        error.requestID = (error.requestID ?? head?.requestID).map(redactor.redact)
        return error
    }

    /// Closes the connections; see `OpenAI.shutdown(gracePeriod:)`.
    package func shutdown(gracePeriod: Duration) async {
        await transport.shutdown(gracePeriod: gracePeriod)
    }
}

extension RequestExecutor: CustomReflectable {
    /// A mirror that holds the configuration only: the transport's own parts know secrets.
    package var customMirror: Mirror { Mirror(self, children: ["configuration": configuration]) }
}

extension ResponseHead {
    init(_ response: TransportResponse, attempts: Int) {
        self.init(status: response.head.status.code, fields: response.head.headerFields, attempts: attempts)
    }
}

extension EncodingError {
    /// The place and the complaint in one line, without values.
    fileprivate var summary: String {
        guard case .invalidValue(_, let context) = self else { return "a value has no JSON form" }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    }
}
