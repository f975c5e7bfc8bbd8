internal import Waiter
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore

extension RemoteBulkEngine {
    /// The state of a part's batch.
    enum Harvest {
        /// The batch is in progress.
        case pending
        /// The batch has ended, and its results are stored.
        case ended
        /// The batch was rejected because too many tokens were enqueued. The batch can be created again when other
        /// batches have ended.
        case overLimit(OpenAIError)
    }

    /// Stores the results of a part's batch if it has ended.
    ///
    /// - Throws: `OpenAIError`, `CancellationError`, or errors from the queue.
    func harvest(_ part: BulkPart, _ work: BulkWork) async throws -> Harvest {
        guard let id = part.batchID else { return .pending }
        let batch = try await client.batches.retrieve(id)
        options.onBatch?(batch)
        guard batch.status.isFinal else { return .pending }
        for file in [batch.outputFileID, batch.errorFileID].compactMap({ $0 }) {
            try await store(file, of: part, work)
        }
        // The remaining rows have not been processed. Rows that have been processed have results and are billed.
        let left = try await work.parts.remove(part, isAttempt: batch.status != .failed)
        if batch.status == .failed, batch.errors.contains(where: { $0.code == "token_limit_exceeded" }) {
            return .overLimit(Self.error(batch))
        }
        let isExpected = batch.status == .cancelled ? try await work.isCancelled() : false
        if batch.status == .failed || batch.status == .cancelled && !isExpected {
            work.end(.paused(Self.error(batch)))
        } else if left > 0, batch.status == .completed {
            work.end(.paused(OpenAIError(.invalidResponse, "batch \(id) has no results for \(left) rows")))
        }
        return .ended
    }

    private static func error(_ batch: BatchObject) -> OpenAIError {
        guard batch.status == .failed else { return OpenAIError(.conflict, "batch \(batch.id) was cancelled") }
        let reason = batch.errors.first.map { error in
            (error.message ?? error.code ?? "unknown reason") + (error.line.map { " (line \($0))" } ?? "")
        }
        return OpenAIError(.badRequest, "the server rejected batch \(batch.id): \(reason ?? "unknown reason")")
    }

    /// Downloads a results file and stores the results in groups.
    private func store(_ file: String, of part: BulkPart, _ work: BulkWork) async throws {
        let path = "\(BatchFile.temporaryDirectory)/waiter-results-\(work.run.key)-\(part.number)-\(getpid()).jsonl"
        defer { unlink(path) }
        try await client.files.content(file, to: path)
        var reader = try LineReader(path: path)
        var lines: [BatchResultLine] = []
        while let bytes = try reader.next() {
            guard let json = try? JSONValue(parsingForeign: bytes),
                let line = try? JSONBodyDecoder.decode(BatchResultLine.self, from: json)
            else { continue }
            lines.append(line)
            guard lines.count == 500 else { continue }
            try await store(lines, of: part, work)
            lines = []
        }
        try await store(lines, of: part, work)
    }

    /// Stores results. Results that are already stored, or that do not match a row of the part, are ignored.
    private func store(_ lines: [BatchResultLine], of part: BulkPart, _ work: BulkWork) async throws {
        guard !lines.isEmpty else { return }
        let rows = try await work.parts.rows(named: lines.map(\.customID), in: part)
        var byID = Dictionary(rows.map { ($0.customID, $0) }) { first, _ in first }
        var settlements: [BulkSettlement] = []
        for line in lines {
            guard let row = byID.removeValue(forKey: line.customID) else { continue }
            settlements.append(try await settlement(line, row, work))
        }
        try await work.settle(settlements)
    }

    /// Returns the effect of a successful response on its row. If the response is not accepted and another attempt is
    /// allowed, the row waits for another attempt. Otherwise, the row has a result.
    private static func effect(
        of line: BatchResultLine.Response,
        _ row: BulkRow,
        _ work: BulkWork
    ) -> BulkSettlement.Effect {
        let response = BulkResult.Response(
            statusCode: line.statusCode,
            requestID: line.requestID,
            body: line.body
        )
        guard let defect = work.options.check?(row, response) else {
            return .result(BulkResult(customID: row.customID, state: .done, response: response))
        }
        if !defect.isFinal, row.attempts + 1 < work.options.maxAttempts { return .waiting }
        return .result(.rejected(row, response, defect))
    }

    private func settlement(_ line: BatchResultLine, _ row: BulkRow, _ work: BulkWork) async throws -> BulkSettlement {
        if let response = line.response, 200..<300 ~= response.statusCode {
            var metadata = ResponseMetadata(json: response.body)
            // Batch prices apply, regardless of the tier that the response reports.
            metadata.serviceTier = ServiceTier(rawValue: "batch")
            var outcome = AttemptOutcome(.complete)
            (outcome.httpStatus, outcome.requestID, outcome.metadata) = (
                response.statusCode, response.requestID, metadata
            )
            let bill = try await meter.record(attempt(row, work), outcome)
            let cost = bill.flatMap { $0.costKind == .unknown ? nil : $0.counted(reserved: row.reserved) }
            let effect = Self.effect(of: response, row, work)
            return BulkSettlement(row: row.id, effect, cost: cost, usage: metadata.usage)
        }
        let status = line.response?.statusCode ?? 0
        let isExpired = line.response == nil && line.error?["code"]?.stringValue?.hasPrefix("batch_") == true
        let isTransient = status == 408 || status == 409 || status == 429 || status >= 500
        if isExpired || isTransient && row.attempts + 1 < work.options.maxAttempts {
            return BulkSettlement(row: row.id, .waiting, isAttempt: !isExpired, cost: .zero)
        }
        let error = line.error ?? line.response?.body["error"] ?? ["message": "the request failed"]
        var result = BulkResult(customID: row.customID, state: .failed, error: error)
        if let response = line.response {
            result.response = .init(
                statusCode: response.statusCode,
                requestID: response.requestID,
                body: response.body
            )
        }
        return BulkSettlement(row: row.id, .result(result), cost: .zero)
    }
}
