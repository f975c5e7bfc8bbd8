package import Waiter

/// A loader that stores the operations of a new run in batches.
package struct BulkLoader {
    private let run: BulkRun
    private var batch: [(line: Int, operation: BatchLine)] = []
    private var bytes = 0
    /// The number of stored rows.
    package private(set) var count = 0
    /// A closure that receives the line of an operation with a duplicate ID and the line of the first operation with
    /// that ID. If the closure is `nil`, a duplicate ID is an error.
    package var onDuplicate: ((_ line: Int, _ customID: String, _ first: Int) throws -> Void)?

    /// Creates the run or returns `nil` if the run already exists and is fully loaded.
    ///
    /// If a process died while it was loading the run, the run is created again.
    package init?(_ run: BulkRun, details: JSONObject) async throws {
        self.run = run
        if let status = try await run.status() {
            guard status.state == .loading else { return nil }
            try await run.queue.remove(run.name)
        }
        try await run.queue.create(run.name, budget: nil, details: details)
    }

    /// Adds an operation.
    ///
    /// - Throws: `BulkError` with code `.duplicateID`, or errors from the queue.
    package mutating func add(_ operation: BatchLine, line: Int) async throws {
        batch.append((line, operation))
        bytes += operation.body.estimatedBytes
        if batch.count >= 1000 || bytes > 8 << 20 { try await store() }
    }

    /// Stores the remaining operations and finishes loading.
    package mutating func finish(details: JSONObject) async throws {
        try await store()
        try await run.queue.finishLoading(run.name, details: details)
    }

    private mutating func store() async throws {
        guard !batch.isEmpty else { return }
        let duplicates = try await run.queue.insert(batch, into: run.name)
        for (position, first) in duplicates {
            let (line, operation) = batch[position]
            guard let onDuplicate else {
                throw BulkError(
                    .duplicateID,
                    "line \(line) has the same custom_id as line \(first): '\(operation.customID)'",
                    line: line
                )
            }
            try onDuplicate(line, operation.customID, first)
        }
        count += batch.count - duplicates.count
        (batch, bytes) = ([], 0)
    }
}
