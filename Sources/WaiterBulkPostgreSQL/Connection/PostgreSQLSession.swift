internal import Dispatch
internal import Synchronization
internal import WaiterPlatform

/// A connection that has its own thread and reconnects after the server has restarted.
///
/// Because libpq blocks the calling thread, it is never called on a thread in Swift's cooperative pool.
final class PostgreSQLSession: Sendable {
    private struct State {
        var connection: PostgreSQLConnection?
        /// The time at which the connection was lost, or `nil` if the session is connected.
        var lostAt: ContinuousClock.Instant?
    }

    /// A closure that returns whether the tasks waiting for an operation have been cancelled.
    typealias Cancellation = @Sendable () -> Bool

    let library: LibPQ
    let string: ConnectionString
    private let reconnectTimeout: Duration
    private let onConnectionLost: (@Sendable (PostgreSQLError) -> Void)?
    private let thread: DispatchQueue
    private let state = Mutex(State())

    private static let longestPause: Duration = .seconds(5)

    /// Creates a session. It connects when it is first used.
    ///
    /// - Parameters:
    ///   - string: The connection string.
    ///   - library: The client library.
    ///   - name: The name of the thread.
    ///   - reconnectTimeout: The time after which operations fail if the server cannot be reached or its disk is full.
    ///   - onConnectionLost: A closure that receives the error at the start of each outage.
    init(
        _ string: ConnectionString,
        _ library: LibPQ,
        name: String,
        reconnectTimeout: Duration,
        onConnectionLost: (@Sendable (PostgreSQLError) -> Void)? = nil
    ) {
        (self.string, self.library) = (string, library)
        (self.reconnectTimeout, self.onConnectionLost) = (reconnectTimeout, onConnectionLost)
        thread = DispatchQueue(label: name)
    }

    /// Connects to the server. A failed attempt is not repeated.
    func connect() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            schedule { [self] in
                continuation.resume(
                    with: Result {
                        let connection = try PostgreSQLConnection(string, library)
                        state.withLock { $0.connection = connection }
                    }
                )
            }
        }
    }

    /// Runs work on the session's thread, after any work scheduled earlier.
    func schedule(_ work: @escaping @Sendable () -> Void) { thread.async(execute: work) }

    /// Runs work on the session's thread after a delay.
    func schedule(after delay: Duration, _ work: @escaping @Sendable () -> Void) {
        thread.asyncAfter(deadline: .now() + .milliseconds(Int(delay / .milliseconds(1))), execute: work)
    }

    // MARK: Operations

    /// Calls a closure that reads from one snapshot.
    ///
    /// - Throws: `PostgreSQLError`, any error thrown by the closure, or `CancellationError` if the task is cancelled
    ///   while the server cannot be reached.
    func read<Value: Sendable>(_ body: @escaping @Sendable (PostgreSQLConnection) throws -> Value) async throws -> Value
    {
        try await run { session, isCancelled in
            try session.perform(isCancelled) { try $0.reading(body) }
        }
    }

    /// Calls a closure in a transaction that is committed exactly once.
    ///
    /// If the transaction was not committed because of a lost connection or a conflict, the closure is called again.
    ///
    /// - Throws: The same errors as `read`.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (PostgreSQLConnection) throws -> Value
    ) async throws -> Value {
        try await run { session, isCancelled in try session.commit(isCancelled, body) }
    }

    private func run<Value: Sendable>(
        _ work: @escaping @Sendable (PostgreSQLSession, @escaping Cancellation) throws -> Value
    ) async throws -> Value {
        let flag = CancellationFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                schedule { [self] in
                    continuation.resume(with: Result { try work(self) { flag.isSet } })
                }
            }
        } onCancel: {
            flag.set()
        }
    }

    /// Calls a closure in a transaction that is committed exactly once. Call this method only on the session's thread.
    func commit<Value>(
        _ isCancelled: @escaping Cancellation,
        _ body: (PostgreSQLConnection) throws -> Value
    ) throws -> Value {
        var unconfirmed: (transaction: String, value: Value)?
        return try perform(isCancelled) { connection in
            // The connection was lost during the commit. A query determines whether the commit succeeded.
            while let (transaction, value) = unconfirmed {
                switch try connection.fate(of: transaction) {
                case .committed: return value
                case .aborted: unconfirmed = nil
                case .pending: try Self.pause(.milliseconds(100), isCancelled)
                }
            }
            let transaction = try connection.begin()
            let value: Value
            do {
                value = try body(connection)
            } catch {
                connection.rollBack()
                throw error
            }
            unconfirmed = (transaction, value)
            do {
                try connection.commit()
            } catch let error as PostgreSQLError where !error.isDisconnection {
                unconfirmed = nil
                throw error
            }
            return value
        }
    }

    /// Calls a closure with a connection. The closure is called again if the connection is lost, the transaction
    /// conflicts with another transaction, or the server's disk is full.
    private func perform<Value>(
        _ isCancelled: Cancellation,
        _ body: (PostgreSQLConnection) throws -> Value
    ) throws -> Value {
        var delay: Duration = .milliseconds(100)
        var fullSince: ContinuousClock.Instant?
        while true {
            do {
                return try body(connection())
            } catch let error as PostgreSQLError where error.isConflict {
                try Self.pause(.milliseconds(10), isCancelled)
            } catch let error as PostgreSQLError where error.isDiskFull {
                // The connection is still open, so the time since the disk became full is measured separately.
                if fullSince == nil { onConnectionLost?(error) }
                let start = fullSince ?? .now
                fullSince = start
                guard start.duration(to: .now) < reconnectTimeout else { throw error }
                try Self.pause(delay, isCancelled)
                delay = min(delay * 2, Self.longestPause)
            } catch let error as PostgreSQLError where error.isDisconnection {
                guard disconnect(error) < reconnectTimeout else { throw error }
                try Self.pause(delay, isCancelled)
                delay = min(delay * 2, Self.longestPause)
            }
        }
    }

    /// Returns the connection, opening it if necessary.
    private func connection() throws -> PostgreSQLConnection {
        if let connection = state.withLock(\.connection) { return connection }
        let connection = try PostgreSQLConnection(string, library)
        state.withLock { $0 = State(connection: connection) }
        return connection
    }

    /// Discards the connection and returns the time since it was lost.
    private func disconnect(_ error: PostgreSQLError) -> Duration {
        let (lostAt, isNew) = state.withLock { state in
            let (lostAt, isNew) = (state.lostAt ?? .now, state.lostAt == nil)
            state = State(lostAt: lostAt)
            return (lostAt, isNew)
        }
        if isNew { onConnectionLost?(error) }
        return lostAt.duration(to: .now)
    }

    /// Sleeps for a duration or until the waiting task is cancelled.
    private static func pause(_ duration: Duration, _ isCancelled: Cancellation) throws {
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end {
            if isCancelled() { throw CancellationError() }
            usleep(10_000)
        }
    }
}
