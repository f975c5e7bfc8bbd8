internal import CSQLite
internal import Dispatch
internal import Synchronization

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension StoreDatabase {
    /// The maximum time to wait for other work and other processes.
    static let timeout: Duration = .milliseconds(Int64(busyTimeout))

    /// Opens the file on a new thread, which runs all of the store's work.
    ///
    /// - Throws: `StoreError` or `CancellationError`.
    static func open(path: String, now: @escaping @Sendable () -> Date) async throws -> StoreDatabase {
        let queue = DispatchQueue(label: "waiter.store")
        return try await run(on: queue, path) { try StoreDatabase(path: path, now: now, queue: queue) }
    }

    /// Calls a closure that uses the database on the store's thread.
    ///
    /// - Parameters:
    ///   - isCancellable: Whether cancelling the task withdraws or interrupts the work. Pass `false` to record the end
    ///     of a call, which must be recorded even if the call's task was cancelled.
    ///   - body: A closure that uses the database.
    /// - Returns: The result of the body.
    /// - Throws: Any error thrown by the body, `CancellationError` if the task is cancelled before the body has
    ///   returned, or `StoreError` with code `.busy` if the body could not run within 30 seconds.
    func perform<Result: Sendable>(
        isCancellable: Bool = true,
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        guard let queue else { return try body() }
        return try await Self.run(on: queue, path, isCancellable: isCancellable, body)
    }

    /// Performs a write in the same transaction as all other waiting writes.
    ///
    /// - Parameters:
    ///   - isSmall: Whether the body writes only a few rows, in which case it may run on the calling thread. See
    ///     `commitAtOnce`.
    ///   - busyTimeout: The maximum time to wait for other processes, in milliseconds, or `nil` for 30 seconds.
    ///   - body: A closure that runs in the transaction. It may run more than once, so it must not have effects outside
    ///     the database.
    ///   - committed: A closure that runs after the commit, before anything else uses the database.
    /// - Returns: The result of the body.
    /// - Throws: The same errors as `perform`.
    func submit<Result: Sendable>(
        isSmall: Bool = false,
        busyTimeout: Int32? = nil,
        _ body: @escaping @Sendable (SQLiteConnection) throws -> Result,
        committed: @escaping @Sendable (Result) -> Void = { _ in }
    ) async throws -> Result {
        guard queue != nil else {
            let result = try write(busyTimeout: busyTimeout, body)
            committed(result)
            return result
        }
        if isSmall {
            try Task.checkCancellation()
            if let result = try commitAtOnce(body, committed: committed) { return result }
        }
        return try await Self.suspend { resume in
            let deadline = ContinuousClock.now + .milliseconds(Int64(busyTimeout ?? Self.busyTimeout))
            let work = QueuedWork(deadline: deadline) { resume(.failure($0)) }
            enqueue(
                QueuedWrite(
                    work: work,
                    isSmall: isSmall,
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

    /// Queues a write without waiting for its result. Later reads and writes by this process see the write.
    ///
    /// The write is not committed until other processes have released the lock.
    ///
    /// - Parameters:
    ///   - isSmall: Whether the body writes only a few rows, in which case it may run on the calling thread. See
    ///     `commitAtOnce`.
    ///   - body: A closure that runs in the transaction. It may run more than once.
    ///   - committed: A closure that runs after the commit, before anything else uses the database.
    ///   - report: A closure that receives the error if the write failed. Other work may be using the database when the
    ///     closure is called.
    func post<Result: Sendable>(
        isSmall: Bool = false,
        _ body: @escaping @Sendable (SQLiteConnection) throws -> Result,
        committed: @escaping @Sendable (Result) -> Void = { _ in },
        failed report: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        let failed: @Sendable (any Error) -> Void = { error in self.call { report(error) } }
        do {
            guard queue != nil else { return committed(try write(body)) }
            if isSmall, try commitAtOnce(body, committed: committed) != nil { return }
        } catch {
            return failed(error)
        }
        enqueue(
            QueuedWrite(
                work: QueuedWork(deadline: nil, withdrawn: failed),
                isSmall: isSmall,
                body: { connection in
                    let result = try body(connection)
                    return { committed(result) }
                },
                failed: failed
            )
        )
    }

    /// The queue for callbacks. A callback can be slow, and can use the store.
    private static let callbacks = DispatchQueue(label: "waiter.store.callbacks")

    /// Calls a closure passed by a client. The closure runs on the callback queue, or immediately if the store has no
    /// queue.
    func call(_ body: @escaping @Sendable () -> Void) {
        if queue == nil { body() } else { Self.callbacks.async(execute: body) }
    }

    /// Waits until all previously queued writes are committed, and truncates the write-ahead log.
    ///
    /// This method returns after 30 seconds if another process still holds the lock, in which case the writes remain
    /// queued. Cancelling the calling task has no effect, because queued writes must be flushed even after a
    /// cancellation.
    func flush() async {
        guard let queue else { return tidy() }
        await withCheckedContinuation { continuation in
            queue.async {
                self.tidy()
                Self.callbacks.async { continuation.resume() }
            }
        }
    }

    /// Reads on a separate connection. The connection does not wait for writes by other processes or for queued writes,
    /// and it does not see queued writes.
    ///
    /// - Throws: Any error thrown by the body, or `SQLiteError`.
    func readPastLock<Result: Sendable>(
        _ body: @escaping @Sendable (SQLiteConnection) throws -> Result
    ) async throws -> Result {
        guard queue != nil, path != Ledger.inMemory else { return try use(body) }
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [path] in
                continuation.resume(
                    with: Swift.Result { try body(SQLiteConnection(path: path, mode: .readOnly, busyTimeout: 1000)) }
                )
            }
        }
    }

    // MARK: Committing

    /// Commits a small write on the calling thread if this is possible without waiting.
    ///
    /// Passing a write to the store's thread and waiting for the result takes longer than the write itself, which
    /// copies a few pages into the page cache. Operations that could block are left to the store's thread. These
    /// operations include checkpoints and waits for the connection, for queued writes, or for a lock that another
    /// process holds. While concurrent writes share transactions, the store's thread performs all writes, because
    /// beginning and committing a transaction takes longer than most writes.
    ///
    /// - Returns: The result, or `nil` if the write would have to wait.
    /// - Throws: `StoreError`, or any error thrown by the body. In either case, nothing is written.
    private func commitAtOnce<Result: Sendable>(
        _ body: @Sendable (SQLiteConnection) throws -> Result,
        committed: @Sendable (Result) -> Void
    ) throws -> Result? {
        guard writes.withLock({ $0.waiting.isEmpty && !$0.isShared }) else { return nil }
        do {
            let result: Result?? = try connection.withLockIfAvailable { connection in
                connection.busyTimeout = 0
                connection.defersCheckpoint = true
                defer {
                    connection.busyTimeout = Self.busyTimeout
                    connection.defersCheckpoint = false
                }
                let isCheckpointQueued = connection.isCheckpointDue
                do {
                    let result = try connection.writing { try body(connection) }
                    if connection.isCheckpointDue, !isCheckpointQueued { checkpointLater() }
                    committed(result)
                    return result
                } catch let error as SQLiteError where error.primaryCode == SQLITE_BUSY {
                    return nil
                }
            }
            return result ?? nil
        } catch let error as SQLiteError {
            throw StoreError(error, path: path)
        }
    }

    private func checkpointLater() {
        queue?.async { self.connection.withLock { $0.checkpoint() } }
    }

    private func enqueue(_ write: QueuedWrite) {
        let isFirst = writes.withLock {
            $0.waiting.append(write)
            return $0.waiting.count == 1
        }
        // The first write schedules a commit. Any other use of the connection before the scheduled commit also commits
        // all waiting writes.
        guard isFirst else { return }
        commitLater()
    }

    private func commitLater() {
        queue?.async { _ = self.connection.withLock { self.commitQueuedWrites($0) } }
    }

    /// Commits the waiting writes on the calling thread.
    func commitQueuedWrites() {
        guard queue != nil, writes.withLock({ !$0.waiting.isEmpty }) else { return }
        _ = connection.withLock { commitQueuedWrites($0) }
    }

    /// Commits the writes that are waiting now. Writes queued during the commit are left for the next commit.
    /// Otherwise, the committing thread could be delayed indefinitely.
    ///
    /// - Returns: `false` if another process holds the lock, in which case the writes remain queued. Otherwise, `true`.
    func commitQueuedWrites(_ connection: SQLiteConnection) -> Bool {
        guard queue != nil else { return true }
        let batch = writes.withLock { $0.take() }
        if batch.isEmpty { return true }
        // The transaction waits for other processes until all of its writes have expired, or until the work that
        // performs the commit is cancelled or past its deadline.
        let own = Self.work
        connection.keepsWaiting = { self.expire(batch) && !(own?.isOver ?? false) }
        defer { connection.keepsWaiting = nil }
        var claimed: [QueuedWrite] = []
        do {
            try commit(batch, &claimed, connection)
        } catch let error as SQLiteError where error.primaryCode == SQLITE_BUSY && claimed.isEmpty {
            let left = batch.filter(\.work.isWaiting)
            let isFirst = writes.withLock { queue in
                defer { queue.waiting = left + queue.waiting }
                return queue.waiting.isEmpty
            }
            if isFirst, !left.isEmpty { commitLater() }
            return left.isEmpty
        } catch {
            // Nothing was written. If one write did not fit on the disk, the other writes may succeed without it.
            for write in batch where write.work.start() { claimed.append(write) }
            for write in claimed { commit(write, alone: claimed.count > 1, error, connection) }
        }
        return true
    }

    /// Commits writes in one transaction. Each write that is not small has its own savepoint.
    ///
    /// A small write has no savepoint, because a savepoint would add two statements to the few that the write executes.
    /// If a small write fails, it has usually not changed anything. For example, nothing has been written when a budget
    /// does not allow a call. If the write has changed something, the whole transaction is rolled back.
    ///
    /// - Parameters:
    ///   - batch: The writes to commit. Withdrawn writes are skipped.
    ///   - claimed: The writes that were started, except those that failed and changed nothing. If an error is thrown,
    ///     none of these writes is committed.
    ///   - connection: The connection to the database.
    /// - Throws: `SQLiteError` if the transaction fails, or an error thrown by the body of a write. The error of a body
    ///   is thrown only if that body ended the transaction, or if its write is small and has changed something.
    private func commit(
        _ batch: [QueuedWrite],
        _ claimed: inout [QueuedWrite],
        _ connection: SQLiteConnection
    ) throws {
        var begun: [(write: QueuedWrite, committed: @Sendable () -> Void)] = []
        try connection.writing {
            for write in batch where write.work.start() {
                claimed.append(write)
                let changes = connection.allChangedRows
                do {
                    let committed =
                        try write.isSmall
                        ? write.body(connection) : connection.nested { try write.body(connection) }
                    begun.append((write, committed))
                } catch {
                    let isUndone = !write.isSmall || connection.allChangedRows == changes
                    guard connection.isInTransaction, isUndone else { throw error }
                    claimed.removeLast()
                    // This write reports its own error, even if the transaction fails later.
                    fail(write, error)
                }
            }
        }
        for (write, committed) in begun {
            write.work.finish()
            committed()
        }
    }

    /// Commits a write from a failed transaction.
    ///
    /// - Parameters:
    ///   - write: The write to commit.
    ///   - alone: Whether to retry the write once in a separate transaction.
    ///   - error: The error of the failed transaction. It is reported if the write is not retried.
    ///   - connection: The connection to the database.
    private func commit(_ write: QueuedWrite, alone: Bool, _ error: any Error, _ connection: SQLiteConnection) {
        guard alone else { return fail(write, error) }
        do {
            let committed = try connection.writing { try write.body(connection) }
            write.work.finish()
            committed()
        } catch {
            fail(write, error)
        }
    }

    private func fail(_ write: QueuedWrite, _ error: any Error) {
        write.work.finish()
        write.failed((error as? SQLiteError).map { StoreError($0, path: path) } ?? error)
    }

    /// Withdraws expired writes, including writes queued after the batch, and reports an error for each of them.
    /// Returns whether any writes remain in the batch.
    private func expire(_ batch: [QueuedWrite]) -> Bool {
        let now = ContinuousClock.now
        for write in batch + writes.withLock(\.waiting) where write.work.isExpired(at: now) {
            write.work.withdraw(StoreError.busy(at: path))
        }
        return batch.contains { $0.work.isWaiting }
    }

    // MARK: Suspending

    private static func run<Result: Sendable>(
        on queue: DispatchQueue,
        _ path: String,
        isCancellable: Bool = true,
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await suspend(isCancellable: isCancellable) { resume in
            let work = QueuedWork(deadline: .now + timeout) { resume(.failure($0)) }
            queue.async {
                if work.isExpired(at: .now) { work.withdraw(StoreError.occupied(path)) }
                guard work.start() else { return }
                let result = Swift.Result { try $work.withValue(work, operation: body) }
                work.finish()
                if case .failure = result, work.isCancelled { return resume(.failure(CancellationError())) }
                resume(result)
            }
            return work
        }
    }

    /// Suspends the task until the work queued by `begin` resumes it. Cancelling the task cancels the work.
    private static func suspend<Result: Sendable>(
        isCancellable: Bool = true,
        _ begin: (@escaping @Sendable (Swift.Result<Result, any Error>) -> Void) -> QueuedWork
    ) async throws -> Result {
        guard isCancellable else {
            return try await withCheckedThrowingContinuation { continuation in
                _ = begin { continuation.resume(with: $0) }
            }
        }
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
