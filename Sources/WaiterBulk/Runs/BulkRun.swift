public import Waiter
internal import WaiterModels
internal import WaiterPlatform

/// A run that processes many operations, survives crashes, and stays within a budget.
///
///     let queue = try await SQLiteBulkQueue(path: "bulk.sqlite3")
///     let run = BulkRun("reviews", in: queue)
///     try await run.load(file: "reviews.jsonl")
///     let stop = try await run.process(with: LiveBulkEngine(configuration: .fromEnvironment(), ledger: ledger))
///     for try await result in run.results() { print(result.customID, result.response?.body as Any) }
///
/// Running the same program again resumes the run. Rows that have a result are not sent again. Rows that may already
/// have been sent before the process died are sent again with the same idempotency key, unless `BulkOptions.atMostOnce`
/// is set.
public struct BulkRun: Sendable {
    /// The name of the run. The name is unique in the queue.
    public let name: String
    /// The queue that stores the run.
    public let queue: any BulkQueue

    /// Creates a handle for a run. The run need not exist yet.
    public init(_ name: String, in queue: any BulkQueue) {
        (self.name, self.queue) = (name, queue)
    }

    /// Returns the progress of the run, or `nil` if the run does not exist.
    public func status() async throws -> BulkStatus? { try await queue.status(of: name) }

    /// Creates the run from operations, unless it already exists.
    ///
    /// The operations are read one by one and stored in batches. If the process dies while reading the operations, the
    /// next call starts over. Nothing is sent until all operations have been stored.
    ///
    /// - Parameters:
    ///   - operations: The operations. Their IDs must be unique.
    ///   - details: Details to store with the run.
    /// - Returns: Whether the run was created.
    /// - Throws: `BulkError` with code `.duplicateID`, or errors from the sequence or the queue.
    @discardableResult
    public func load<Operations: AsyncSequence>(
        _ operations: Operations,
        details: JSONObject = [:]
    ) async throws -> Bool where Operations.Element == BatchLine {
        guard var loader = try await BulkLoader(self, details: details) else { return false }
        var line = 0
        for try await operation in operations {
            line += 1
            try await loader.add(operation, line: line)
        }
        try await loader.finish(details: details)
        return true
    }

    /// Creates the run from a file of requests in the format of OpenAI's Batch API, unless the run already exists.
    ///
    /// Reading the file requires a constant amount of memory.
    ///
    /// - Parameter path: The path of the file.
    /// - Returns: Whether the run was created.
    /// - Throws: `BulkError` with code `.invalidInput` or `.duplicateID` and the line number, or errors from the queue.
    @discardableResult
    public func load(file path: String) async throws -> Bool {
        guard var loader = try await BulkLoader(self, details: [:]) else { return false }
        var lines = try LineReader(path: path)
        while let bytes = try lines.next() {
            guard bytes.contains(where: { $0 > 0x20 }) else { continue }
            try await loader.add(BatchLine(parsing: bytes, line: lines.number), line: lines.number)
        }
        try await loader.finish(details: [:])
        return true
    }

    /// Processes the rows that have no result yet.
    ///
    /// - Parameters:
    ///   - engine: The engine.
    ///   - options: The options.
    /// - Returns: The reason why processing ended.
    /// - Throws: `BulkError` with code `.unknownRun`, `.inUse`, `.cancelled` or `.unknownCost`, errors from the queue,
    ///   or `CancellationError`. After a cancellation, rows in flight are treated as they would be after a crash.
    public func process(with engine: some BulkEngine, options: BulkOptions = BulkOptions()) async throws -> BulkStop {
        let status = try await queue.begin(
            name,
            atMostOnce: options.atMostOnce,
            isSole: engine.requiresSoleWorker,
            budget: options.budget
        )
        let work = BulkWork(run: status, options: options, queue: queue) { try engine.maxCost(of: $0) }
        do {
            let stop = try await engine.process(work)
            try await queue.end(name, state: stop.state, message: stop.message)
            return stop
        } catch {
            try? await queue.end(name, state: .paused, message: Self.message(of: error))
            throw error
        }
    }

    private static func message(of error: any Error) -> String {
        error is CancellationError ? "interrupted" : "\(error)"
    }

    /// Returns the results, which are read in pages. By default, the results are in completion order. If `ordered` is
    /// `true`, the results are in input order.
    public func results(ordered: Bool = false) -> BulkResults {
        BulkResults(run: self, ordered: ordered)
    }
}
