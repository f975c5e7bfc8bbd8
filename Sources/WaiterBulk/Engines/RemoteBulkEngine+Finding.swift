internal import Waiter
internal import WaiterModels

extension RemoteBulkEngine {
    /// Recovers the parts that a process left behind when it died. Parts without a batch are removed.
    func recover(_ work: BulkWork) async throws {
        for var part in try await work.parts.all() where part.batchID == nil {
            if part.state == .creating, let batch = try await find(part, work, attempts: Self.attemptsToFind) {
                (part.state, part.batchID) = (.created, batch.id)
                try await work.parts.update(part)
            } else {
                // No batch was created.
                try await work.parts.remove(part, isAttempt: false)
            }
        }
    }

    /// The number of lookups for a batch whose creation was not confirmed. Several lookups are made because the server
    /// may still be creating the batch.
    private static let attemptsToFind = 4

    /// Returns the metadata for a part's batch.
    static func metadata(_ part: BulkPart, _ work: BulkWork) -> [String: String] {
        ["waiter_run": work.run.key, "waiter_part": "\(part.number)"]
    }

    /// Finds the batch for a part after the request to create the batch failed.
    ///
    /// - Returns: The batch, or `nil` if the server did not create it.
    /// - Throws: `OpenAIError` if the batches cannot be listed, or `CancellationError`.
    func find(_ part: BulkPart, _ work: BulkWork, after error: OpenAIError) async throws -> BatchObject? {
        let isRejected = error.status.map { 400..<500 ~= $0 && $0 != 408 && $0 != 409 } ?? false
        return try await find(part, work, attempts: isRejected ? 1 : Self.attemptsToFind)
    }

    private func find(_ part: BulkPart, _ work: BulkWork, attempts: Int) async throws -> BatchObject? {
        for attempt in 1...attempts {
            if attempt > 1 { try await client.configuration.clock.sleep(for: options.polling.interval) }
            if let batch = try await find(part, work) { return batch }
        }
        return nil
    }

    /// Finds a part's batch by its metadata.
    private func find(_ part: BulkPart, _ work: BulkWork) async throws -> BatchObject? {
        let wanted = Self.metadata(part, work)
        let uploaded = try await uploadTime(of: part)
        for try await batch in client.batches.all(limit: 100) {
            if wanted.allSatisfy({ batch.metadata?[$0.key] == $0.value }) { return batch }
            // Batches are listed from newest to oldest. The upload time and the creation time both come from the
            // server's clock.
            if let uploaded, let created = batch.createdAt, created < uploaded - 3600 { return nil }
        }
        return nil
    }

    /// Returns the time at which a part's file was uploaded, according to the server's clock, or `nil` if the time is
    /// unknown.
    private func uploadTime(of part: BulkPart) async throws -> Int? {
        guard let id = part.fileID else { return nil }
        do {
            return try await client.files.retrieve(id).createdAt
        } catch is OpenAIError {
            return nil
        }
    }
}
