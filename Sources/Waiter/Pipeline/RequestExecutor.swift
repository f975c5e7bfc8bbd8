internal import HTTPTypes
internal import Logging
internal import Synchronization
internal import WaiterPlatform

/// Executes operations: encodes the body once, enforces deadlines, retries, and maps failures to `OpenAIError`.
package final class RequestExecutor: Sendable {
    package let configuration: OpenAI.Configuration
    package let transport: any Transport
    package let meter: (any CallMeter)?
    package var observer: (any CallObserver)? { boxedObserver.value }
    /// The observer on the heap. Each call uses it without copying it.
    let boxedObserver: Boxed<any CallObserver>
    let redactor: Redactor
    private let middlewares: [any ClientMiddleware]
    private let builder: RequestBuilder
    let clock: CallClock
    private let deadlineQueue: DeadlineQueue
    private let bucket: RetryTokenBucket
    private let environment: ExecutionEnvironment
    /// The JSON fields that the server has rejected. All of these fields request usage.
    private let rejectedUsageFields = Mutex<Set<String>>([])
    private let learnedRepairs = Mutex(LearnedRepairs())
    /// Whether the client has been shut down.
    ///
    /// The shutdown is recorded here because not every transport rejects requests after shutdown.
    private let isShutDown = Mutex(false)
    let tracking: AttemptTracker.Shared
    /// The facts about servers that have already been logged.
    package let reportedFacts = ReportedFacts()
    /// The time allowed for attempts to end after the transport is closed and before the meter is flushed.
    private static let timeToEnd: Duration = .seconds(1)

    package init(
        configuration: OpenAI.Configuration,
        transport: any Transport,
        meter: (any CallMeter)? = nil,
        observer: (any CallObserver)? = nil,
        environment: ExecutionEnvironment = ExecutionEnvironment()
    ) {
        self.configuration = configuration
        self.transport = transport
        self.meter = Self.meter(configuration, meter)
        boxedObserver = observer.map { Boxed($0) } ?? Boxed()
        self.environment = environment
        let clock = CallClock(configuration.clock)
        self.clock = clock
        deadlineQueue = DeadlineQueue(clock)
        bucket = RetryTokenBucket(configuration.retry.quota, now: clock.now)
        builder = RequestBuilder(configuration: configuration)
        redactor = Redactor([configuration.apiKey])
        tracking = AttemptTracker.Shared(clock, redactor)
        var middlewares = configuration.middlewares
        middlewares += [IdempotencyMiddleware(), AuthenticationMiddleware()] as [any ClientMiddleware]
        if configuration.logger != nil { middlewares.append(LoggingMiddleware(now: clock.now)) }
        self.middlewares = middlewares
    }

    /// Combines the client's rate limiter, the given meter and the stream log into one meter. Returns `nil` if there is
    /// no rate limiter, no meter and no stream log.
    private static func meter(_ configuration: OpenAI.Configuration, _ meter: (any CallMeter)?) -> (any CallMeter)? {
        let limiter = configuration.rateLimits.map { RateLimiter($0, clock: configuration.clock) }
        let log = configuration.logger.map(StreamLogMeter.init)
        let all: [(any CallMeter)?] = [limiter, meter, log]
        let meters = all.compactMap { $0 }
        return meters.count > 1 ? MultiplexMeter(meters) : meters.first
    }

    // MARK: One call

    /// Executes an operation.
    ///
    /// - Throws: `OpenAIError` or `CancellationError`. Errors thrown by a meter, middleware, key provider or transport
    ///   are rethrown unchanged.
    package func execute<Output>(
        _ operation: APIOperation<Output>,
        options: RequestOptions
    ) async throws -> APIResponse<Output> {
        try Task.checkCancellation()
        let decoder = operation.makeDecoder()
        let call = try call(operation, options)
        call.attemptFields = decoder.attemptFields
        guard let tracker = observe(call, operation, options) else {
            return try await repeatAttempts(of: call, operation, options, decoder)
        }
        do {
            let response = try await repeatAttempts(of: call, operation, options, decoder)
            tracker.noteReturn()
            return response
        } catch {
            tracker.end(error)
            throw error
        }
    }

    /// Makes attempts until one succeeds or no further attempt is allowed.
    private func repeatAttempts<Output>(
        of call: Call,
        _ operation: APIOperation<Output>,
        _ options: RequestOptions,
        _ decoder: ResponseDecoder<Output>
    ) async throws -> APIResponse<Output> {
        let limit = call.isReplayable ? max(0, options.maxRetries ?? configuration.retry.maxRetries) : 0
        var number = 1
        var taken = 0
        while true {
            if isShutDown.withLock({ $0 }) { throw OpenAIError.clientWasShutDown }
            var failed: FailedAttempt
            do {
                let response = try await attempt(call, number, decoder)
                bucket.succeed(taken: taken)
                return response
            } catch let failure as FailedAttempt {
                failed = failure
            }
            if call.requestsUsage, let usage = operation.usageRequest, usage.isRejected(by: failed.error) {
                // Only the meter requested the usage, so repeating the request is not a retry.
                _ = rejectedUsageFields.withLock { $0.insert(usage.field) }
                call.requestsUsage = false
                call.request = try prepare(operation, options)
                continue
            }
            if repair(call, operation, after: failed.error, options) { continue }
            if let explain = operation.explain { failed.error = explain(failed.error) }
            if try await pause(after: failed, call, number, limit) { taken += 1 }
            number += 1
        }
    }

    /// Applies and remembers the repair for a rejected request. Returns whether a repair was applied.
    ///
    /// The server did not process the rejected request, so repeating it is not a retry.
    private func repair<Output>(
        _ call: Call,
        _ operation: APIOperation<Output>,
        after error: OpenAIError,
        _ options: RequestOptions
    ) -> Bool {
        guard call.isReplayable,
            let repair = operation.repairs.first(where: { !call.repairs.contains($0.name) && $0.isRequested(error) }),
            let body = repair.repaired(call.request.body)
        else { return false }
        learnedRepairs.withLock { $0.learn(repair, for: Self.model(of: operation, options)) }
        call.repairs.insert(repair.name)
        call.request.body = body
        return true
    }

    private static func model<Output>(of operation: APIOperation<Output>, _ options: RequestOptions) -> String {
        options.extraBody["model"]?.stringValue ?? operation.model ?? ""
    }

    /// Returns the request to send, before middleware modifies it.
    package func prepare<Output>(_ operation: APIOperation<Output>, _ options: RequestOptions) throws
        -> TransportRequest
    {
        if let key = options.idempotencyKey, key.isEmpty || !HTTPField.isValidValue(key) {
            throw OpenAIError(.invalidRequest, "the idempotency key is not a valid header value")
        }
        if let defect = options.apiKey?.immediateValue.flatMap(APIKey.defect) {
            throw OpenAIError(.configuration, "the API key is invalid: \(defect)")
        }
        try operation.validate?(options)
        let requestsUsage = requestsUsage(operation, options)
        let source = requestsUsage ? operation.usageRequest?.body ?? operation.body : operation.body
        let body = try BodyEncoder(extra: options.extraBody, boundary: environment.uniqueID).encode(source)
        let head = try builder.head(of: operation, options: options, contentType: body.contentType)
        var request = TransportRequest(head: head, body: repaired(body.bytes, operation, options))
        request.stream = body.stream.map { stream in
            guard let onProgress = options.onProgress else { return stream }
            return stream.reporting { onProgress(TransferProgress(.upload, completed: $0, total: stream.length)) }
        }
        return request
    }

    /// Returns the body after applying the repairs that the server is known to require.
    private func repaired<Output>(
        _ body: [UInt8],
        _ operation: APIOperation<Output>,
        _ options: RequestOptions
    ) -> [UInt8] {
        guard !operation.repairs.isEmpty else { return body }
        let learned = learnedRepairs.withLock { $0 }
        let model = Self.model(of: operation, options)
        return operation.repairs.reduce(body) { body, repair in
            learned.contains(repair, for: model) ? repair.repaired(body) ?? body : body
        }
    }

    private func call<Output>(_ operation: APIOperation<Output>, _ options: RequestOptions) throws -> Call {
        let timeouts = options.timeouts.merged(with: configuration.timeouts)
        try timeouts.validate()
        let isStream = operation.accept.isStream
        let effective = EffectiveTimeouts(timeouts, isStream: isStream)
        let request = try prepare(operation, options)
        let call = Call(
            request: request,
            operation: operation.name,
            options: options,
            deadlines: CallDeadlines(queue: deadlineQueue, clock: clock, timeouts: effective),
            idempotencyKey: options.idempotencyKey ?? "waiter-\(environment.uniqueID())",
            // A caller can use the same idempotency key for two calls, so the key cannot identify a call.
            callID: options.idempotencyKey == nil ? nil : options.metering?.callID ?? RandomID.make(),
            isStream: isStream,
            meteredModel: meter == nil ? nil : Self.meteredModel(of: operation, request.body, options),
            bounds: meter == nil ? nil : operation.bounds?(),
            textLimit: operation.maxOutputTokens?(options).map(TextLimit.init),
            requestsUsage: requestsUsage(operation, options)
        )
        if operation.isSentOnce { call.replacement = ConnectionReplacement(isUsed: true) }
        return call
    }

    /// Returns the model reported to a meter, or `nil` for requests that are not billed per token.
    private static func meteredModel<Output>(
        of operation: APIOperation<Output>,
        _ body: [UInt8],
        _ options: RequestOptions
    ) -> String? {
        guard operation.method == .post else { return nil }
        if let model = options.extraBody["model"]?.stringValue ?? operation.model { return model }
        guard operation.body.isJSON else { return nil }
        return (try? JSONValue(parsing: body))?["model"]?.stringValue
    }

    private func requestsUsage<Output>(_ operation: APIOperation<Output>, _ options: RequestOptions) -> Bool {
        guard let usage = operation.usageRequest, options.extraBody[usage.field] == nil,
            !rejectedUsageFields.withLock({ $0.contains(usage.field) })
        else { return false }
        if let isRequested = options.metering?.includesUsage { return isRequested }
        return meter?.asksForUsage == true || boxedObserver.read(\.asksForUsage) == true
    }

    // MARK: Attempts

    /// Makes one attempt and decodes its response.
    ///
    /// - Throws: `FailedAttempt` for failures that another attempt may resolve.
    private func attempt<Output>(
        _ call: Call,
        _ number: Int,
        _ decoder: ResponseDecoder<Output>
    ) async throws -> APIResponse<Output> {
        var attempt = Attempt(call, number, self)
        let response: TransportResponse
        let head: ResponseHead
        do {
            (response, head) = try await attempt.send()
        } catch {
            throw failure(sending: error, call, number)
        }
        guard (200...299).contains(head.status) else {
            throw try await refusal(of: attempt, response, head)
        }
        let success = SuccessfulResponse(
            head: head,
            body: response.body,
            deadlines: call.deadlines,
            limits: configuration.limits,
            redactor: redactor,
            textLimit: call.textLimit,
            tracker: attempt.tracker,
            onProgress: call.options.onProgress
        )
        do {
            try success.checkEncoding()
            return try await decoder.decode(success)
        } catch {
            throw failure(decoding: error, success, attempt)
        }
    }

    /// Passes the request through the middleware to the transport.
    func run(
        _ request: TransportRequest,
        _ context: CallContext,
        _ progress: TransportProgress
    ) async throws -> TransportResponse {
        try await run(middlewares[...], request, context, progress)
    }

    private func run(
        _ chain: ArraySlice<any ClientMiddleware>,
        _ request: TransportRequest,
        _ context: CallContext,
        _ progress: TransportProgress
    ) async throws -> TransportResponse {
        guard let middleware = chain.first else { return try await transport.send(request, progress: progress) }
        return try await middleware.intercept(request, context: context) { [self] request in
            try await run(chain.dropFirst(), request, context, progress)
        }
    }

    /// Returns the error to throw for a response with a status other than 2xx.
    @inline(never)
    private func refusal(
        of attempt: Attempt,
        _ response: TransportResponse,
        _ head: ResponseHead
    ) async throws -> any Error {
        var body: [UInt8]
        do {
            body = try await response.body.collectStart(limit: 64 << 10, deadlines: attempt.call.deadlines)
        } catch {
            attempt.end(early: error)
            throw error
        }
        if ContentEncoding.unsupported(in: response.head.headerFields) != nil { body = [] }
        let error = OpenAIError.response(head, body: body, redactor: redactor, now: environment.date())
        let refusal = completed(error, attempt.number, head)
        attempt.tracker?.end(early: refusal)
        return FailedAttempt(error: refusal, fields: response.head.headerFields)
    }

    /// Sleeps until the next attempt, or throws the failure if the call must not be retried.
    ///
    /// - Returns: Whether the retry took a token from the retry quota.
    @inline(never)
    private func pause(after failed: FailedAttempt, _ call: Call, _ number: Int, _ limit: Int) async throws -> Bool {
        let decision = RetryDecision.decide(
            failed.error,
            fields: failed.fields,
            isPermanent: failed.isPermanent,
            isFree: failed.isFree,
            retries: number - 1,
            limit: limit,
            policy: configuration.retry,
            remaining: call.deadlines.remaining,
            random: environment.random()
        )
        guard case .retry(let delay, let isNamed) = decision else { throw failed.error }
        guard isNamed || bucket.take() else {
            var error = failed.error
            error.isRetryQuotaExhausted = true
            throw error
        }
        let notice = RetryNotice(attempt: number, maxAttempts: limit + 1, delay: delay, reason: failed.error)
        configuration.logger?.debug(
            "retrying",
            metadata: ["operation": "\(call.operation)", "attempt": "\(number)", "delay": "\(delay.shortText)"]
        )
        configuration.retry.onRetry?(notice)
        call.options.onRetry?(notice)
        call.tracker?.retry(notice)
        try await clock.sleep(clock.now() + delay)
        return !isNamed
    }

    /// Requests the meter's approval for the attempt and returns a tracker, or `nil` if nothing observes the attempt.
    func track(_ call: Call, _ number: Int) async throws -> AttemptTracker? {
        guard let meter, let model = call.meteredModel else {
            return call.tracker.map { AttemptTracker(Boxed(), $0, tracking) }
        }
        let record = try await record(call, number, model, meter)
        if record == nil, call.tracker == nil { return nil }
        return AttemptTracker(record.map { Boxed($0) } ?? Boxed(), call.tracker, tracking)
    }

    private func record(
        _ call: Call,
        _ number: Int,
        _ model: String,
        _ meter: any CallMeter
    ) async throws -> (any AttemptRecord)? {
        let metered = MeteredAttempt(
            operation: call.operation,
            model: model,
            attempt: number,
            callID: call.callID,
            idempotencyKey: call.idempotencyKey,
            isStream: call.isStream,
            server: configuration.baseURL.authority,
            body: call.bounds == nil ? call.request.body : [],
            bounds: call.bounds,
            options: call.options.metering ?? MeteringOptions(),
            remaining: call.deadlines.remaining
        )
        return try await call.deadlines.run {
            try await meter.begin(metered)
        } discard: { late in
            late?.end(AttemptOutcome(.unsent))
        }
    }

    /// Closes the connections; see `OpenAI.shutdown(gracePeriod:)`.
    package func shutdown(gracePeriod: Duration) async {
        isShutDown.withLock { $0 = true }
        await transport.shutdown(gracePeriod: gracePeriod)
        guard meter != nil || !boxedObserver.isEmpty else { return }
        await tracking.open.wait(atMost: Self.timeToEnd, clock)
        await meter?.flush()
    }
}

extension RequestExecutor: CustomReflectable {
    /// A mirror that contains only the configuration, because parts of the transport contain secrets.
    package var customMirror: Mirror { Mirror(self, children: ["configuration": configuration]) }
}
