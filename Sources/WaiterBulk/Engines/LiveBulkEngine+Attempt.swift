internal import Synchronization
internal import Waiter
internal import WaiterModels
internal import WaiterStore

extension LiveBulkEngine {
    /// The outcome of an attempt.
    struct Attempt {
        var result: Result<BulkResult.Response, OpenAIError>
        /// Whether the request may have reached the server.
        var wasSent: Bool
        /// The cost, or `nil` if the cost is unknown.
        var cost: Dollars?
        var usage: TokenUsage?
    }

    /// Sends a row once, as soon as the rate limiter admits it.
    ///
    /// - Parameters:
    ///   - row: A claimed row.
    ///   - work: The work on the run.
    ///   - mustStop: A closure that returns whether the run has to stop sending requests.
    /// - Returns: The outcome, or `nil` if nothing was sent because the run has to stop or another worker owns the row.
    /// - Throws: Errors from the queue, or `CancellationError`. A row that was not sent is released before an error is
    ///   thrown.
    func send(_ row: BulkRow, _ work: BulkWork, unless mustStop: @Sendable () -> Bool) async throws -> Attempt? {
        let operation: APIOperation<JSONValue>
        do {
            operation = try BulkOperation.operation(for: row)
        } catch let error as OpenAIError {
            return Attempt(result: .failure(error), wasSent: false, cost: .zero)
        }
        guard let pass = try await pass(for: row, operation, unless: mustStop) else { return nil }
        let call = BulkMeter.Call(pass: pass) { try await work.markSending([row]) }
        defer { call.takePass()?.end(AttemptOutcome(.unsent)) }
        let id = row.idempotencyKey
        meter.register(call, id: id)
        defer { meter.unregister(id: id) }
        let options = RequestOptions(
            maxRetries: 0,
            idempotencyKey: id,
            metering: MeteringOptions(tags: ["run:\(work.run.name)"], callID: id)
        )
        let result: Result<BulkResult.Response, OpenAIError>
        do {
            result = BulkOperation.response(try await client.send(operation, options: options))
        } catch let error as OpenAIError {
            result = .failure(error)
        } catch let error as BulkError where error.code == .cancelled {
            work.end(.cancelled)
            return nil
        } catch let error as BulkError where error.code == .leaseLost {
            // Another worker is sending the row.
            return nil
        } catch is CancellationError {
            if !call.wasSent { try await work.release([row]) }
            throw CancellationError()
        }
        let facts = call.facts.withLock(\.self)
        let known = facts.bill.flatMap { $0.costKind == .unknown ? nil : $0.counted(reserved: row.reserved) }
        return Attempt(
            result: result,
            wasSent: call.wasSent,
            cost: call.wasSent ? known : .zero,
            usage: facts.usage
        )
    }

    /// Waits until the rate limiter admits a row.
    ///
    /// - Returns: The admission record, or `nil` if the run has to stop. If the row is not sent after all, the caller
    ///   ends the record, which returns the admission to the limiter.
    /// - Throws: `CancellationError`.
    private func pass(
        for row: BulkRow,
        _ operation: APIOperation<JSONValue>,
        unless mustStop: @Sendable () -> Bool
    ) async throws -> (any AttemptRecord)? {
        let model = operation.model ?? ""
        let tokens = tokens(of: row, model)
        // If the wait would be longer than `remaining`, the limiter rejects the row immediately, so that the loop can
        // check whether the run has to stop.
        let attempt = MeteredAttempt(
            operation: operation.name,
            model: model,
            idempotencyKey: row.idempotencyKey,
            server: client.configuration.baseURL.authority,
            body: [],
            bounds: TokenBounds(maxInputTokens: tokens.input, maxOutputTokens: tokens.output),
            remaining: .seconds(3)
        )
        while !mustStop() {
            do {
                let record = try await limiter.begin(attempt)
                if !mustStop() { return record }
                record?.end(AttemptOutcome(.unsent))
            } catch let error as OpenAIError where error.code == .rateLimited {
                try await clock.sleep(for: .seconds(1))
            }
        }
        return nil
    }

    /// Returns the number of a row's tokens that count toward a rate limit.
    ///
    /// If the user has not set any limits, the input tokens are estimated, and the output tokens are counted after the
    /// attempt has ended. Few answers reach their output limit. If the output limit were counted in advance, the rate
    /// would be far lower than the server allows.
    private func tokens(of row: BulkRow, _ model: String) -> RateLimiter.Tokens {
        guard options.rateLimits.limitsTokens else { return RateLimiter.Tokens(input: row.body.count / 4 + 1) }
        guard let catalogue = try? options.metering.catalogue() else {
            return RateLimiter.Tokens(input: row.body.count)
        }
        let operation = BulkEndpoint.operations[row.path] ?? ""
        return RequestBounds(operation: operation, model: model, body: row.body, catalogue: catalogue).limitedTokens
    }
}
