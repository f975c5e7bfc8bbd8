internal import CSQLite
internal import Dispatch
internal import Synchronization

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension StoreDatabase {
    /// How long work waits for its turn and for other processes.
    static let timeout: Duration = .milliseconds(Int64(patience))

    /// Opens the file on a thread of its own, on which all work of the store will run.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    static func open(path: String, now: @escaping @Sendable () -> Date) async throws -> StoreDatabase {
        let queue = DispatchQueue(label: "waiter.store")
        return try await run(on: queue, path) { try StoreDatabase(path: path, now: now, queue: queue) }
    }

    /// Runs a body that uses the database on the store's thread.
    ///
    /// - Throws: What the body throws; `CancellationError` when the task is cancelled before the body has ended, and
    ///   `StoreError` with code `.busy` when the store's thread was occupied for half a minute.
    func perform<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        guard let queue else { return try body() }
        return try await Self.run(on: queue, path, body)
    }

    /// Writes in one transaction with all others that wait at the time.
    ///
    /// - Parameters:
    ///   - patience: How long to wait for other processes, in milliseconds; nil for half a minute.
    ///   - body: Runs inside the transaction, again if need be, so that it changes nothing but the database.
    ///   - committed: Runs once the transaction is committed, before anything else uses the database.
    /// - Throws: As `perform`.
    func submit<Result: Sendable>(
        patience: Int32? = nil,
        _ body: @escaping @Sendable (SQLiteConnection) throws -> Result,
        committed: @escaping @Sendable (Result) -> Void = { _ in }
    ) async throws -> Result {
        guard queue != nil else {
            let result = try write(patience: patience, body)
            committed(result)
            return result
        }
        return try await Self.suspend { resume in
            let deadline = ContinuousClock.now + .milliseconds(Int64(patience ?? Self.patience))
            let work = QueuedWork(deadline: deadline) { resume(.failure($0)) }
            enqueue(
                QueuedWrite(
                    work: work,
                    body: { connection in
                        let result = try body(connection)
                        return {
                            committed(result)
                            resume(.success(result))
                        }
                    },
                    failed: { resume(.failure($0)) }
                )
            )
            return work
        }
    }

    /// Queues a write whose result nobody waits for; later reads and writes of this process see it.
    ///
    /// - Parameter done: Receives the result once it is committed, or the error.
    func post<Result: Sendable>(
        _ body: @escaping @Sendable (SQLiteConnection) throws -> Result,
        done: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
        guard queue != nil else { return done(Swift.Result { try write(body) }) }
        enqueue(
            QueuedWrite(
                work: QueuedWork(deadline: .now + Self.timeout) { done(.failure($0)) },
                body: { connection in
                    let result = try body(connection)
                    return { done(.success(result)) }
                },
                failed: { done(.failure($0)) }
            )
        )
    }

    /// Waits until all that was queued before is written, and shortens the write-ahead log.
    func flush() async {
        try? await perform { self.tidy() }
    }

    // MARK: Committing

    private func enqueue(_ write: QueuedWrite) {
        let isFirst = writes.withLock {
            $0.append(write)
            return $0.count == 1
        }
        // Whoever else comes before the thread does takes all of them along.
        guard isFirst else { return }
        queue?.async { self.connection.withLock { self.commitQueuedWrites($0) } }
    }

    /// Commits the writes that wait, on the calling thread.
    func commitQueuedWrites() {
        guard queue != nil, writes.withLock({ !$0.isEmpty }) else { return }
        connection.withLock { commitQueuedWrites($0) }
    }

    /// Commits the writes that wait, as many at a time as there are.
    func commitQueuedWrites(_ connection: SQLiteConnection) {
        guard queue != nil else { return }
        while true {
            let batch = writes.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            if batch.isEmpty { return }
            commit(batch, connection)
        }
    }

    private func commit(_ batch: [QueuedWrite], _ connection: SQLiteConnection) {
        // A common transaction waits for as long as one of its writes does.
        connection.keepsWaiting = { self.expire(batch) }
        defer { connection.keepsWaiting = nil }
        var begun: [(write: QueuedWrite, committed: @Sendable () -> Void)] = []
        var started: [QueuedWrite] = []
        do {
            try connection.writing {
                for write in batch where write.work.start() {
                    started.append(write)
                    do {
                        begun.append((write, try connection.nested { try write.body(connection) }))
                    } catch {
                        guard connection.isInTransaction else { throw error }
                        started.removeLast()
                        write.work.finish()
                        write.failed(storeError(error))
                    }
                }
            }
            for (write, committed) in begun {
                write.work.finish()
                committed()
            }
        } catch {
            // Nothing is written: neither the parts that had run nor the one that ended the transaction.
            for write in started {
                write.work.finish()
                write.failed(storeError(error))
            }
            for write in batch { write.work.withdraw(storeError(error)) }
        }
    }

    /// Gives up the writes whose time is over; false if none is left.
    private func expire(_ batch: [QueuedWrite]) -> Bool {
        let now = ContinuousClock.now
        var isAnyLeft = false
        for write in batch where write.work.isWaiting {
            if write.work.deadline <= now {
                write.work.withdraw(StoreError.busy(at: path))
            } else {
                isAnyLeft = true
            }
        }
        return isAnyLeft
    }

    private func storeError(_ error: any Error) -> any Error {
        (error as? SQLiteError).map { StoreError($0, path: path) } ?? error
    }

    // MARK: Suspending

    private static func run<Result: Sendable>(
        on queue: DispatchQueue,
        _ path: String,
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await suspend { resume in
            let work = QueuedWork(deadline: .now + timeout) { resume(.failure($0)) }
            queue.async {
                if work.deadline <= .now { work.withdraw(StoreError.busy(at: path)) }
                guard work.start() else { return }
                let result = Swift.Result { try $work.withValue(work, operation: body) }
                work.finish()
                if case .failure = result, work.isCancelled { return resume(.failure(CancellationError())) }
                resume(result)
            }
            return work
        }
    }

    /// Suspends the task until the work that `begin` queues resumes it, and cancels the work with the task.
    private static func suspend<Result: Sendable>(
        _ begin: (@escaping @Sendable (Swift.Result<Result, any Error>) -> Void) -> QueuedWork
    ) async throws -> Result {
        try Task.checkCancellation()
        let handle = CancellableWork()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                handle.set(begin { continuation.resume(with: $0) })
            }
        } onCancel: {
            handle.cancel()
        }
    }
}
