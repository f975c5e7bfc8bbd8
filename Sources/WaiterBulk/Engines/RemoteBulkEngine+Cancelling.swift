internal import Waiter
internal import WaiterModels

extension RemoteBulkEngine {
    /// Cancels a run, asks the provider to cancel the run's batches, waits until the batches have ended, and stores the
    /// results of the requests that were processed. Processed requests are billed.
    ///
    /// Cancelling a batch takes up to ten minutes. If the wait is interrupted, call this method again to continue
    /// waiting. If another process is working on the run, that process stores the results, and this method does not
    /// wait.
    ///
    /// - Parameters:
    ///   - name: The name of the run.
    ///   - queue: The queue that stores the run.
    /// - Returns: The number of batches that were still in progress.
    /// - Throws: `BulkError` with code `.unknownRun`, `OpenAIError`, `CancellationError`, or errors from the queue.
    public func cancel(_ name: String, in queue: any BulkQueue) async throws -> Int {
        try await queue.cancel(name)
        guard let status = try await queue.status(of: name) else {
            throw BulkError(.unknownRun, "there is no run named '\(name)'")
        }
        var runOptions = BulkOptions()
        // With a single attempt, no row is sent again.
        runOptions.maxAttempts = 1
        let work = BulkWork(run: status, options: runOptions, queue: queue) { try maxCost(of: $0) }
        if !status.isActive { try await recover(work) }
        var count = 0
        for id in try await work.parts.all().compactMap(\.batchID) where try await cancelBatch(id) { count += 1 }
        if !status.isActive { try await collect(work) }
        await meter.flush()
        return count
    }

    /// Cancels a batch. Returns `false` if the batch has already ended.
    func cancelBatch(_ id: String) async throws -> Bool {
        do {
            let batch = try await client.batches.cancel(id)
            options.onBatch?(batch)
            return true
        } catch let error as OpenAIError {
            let status = try await client.batches.retrieve(id).status
            guard status.isFinal || status == .cancelling else { throw error }
            return !status.isFinal
        }
    }

    /// Stores each batch's results after the batch has ended.
    private func collect(_ work: BulkWork) async throws {
        var interval = options.polling.interval
        while true {
            let open = try await work.parts.all()
            if open.isEmpty { return }
            var hasEnded = false
            for part in open {
                if case .pending = try await harvest(part, work) { continue }
                hasEnded = true
            }
            if hasEnded { continue }
            try await client.configuration.clock.sleep(for: interval)
            interval = min(interval * 2, options.polling.maxInterval)
        }
    }
}
