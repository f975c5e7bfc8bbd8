import Dispatch
import Foundation
import Synchronization
import Testing
import Waiter
import WaiterConversation
import WaiterModels

@testable import WaiterStore

@Suite("A store with its own thread")
struct StoreThreadTests {
    private func attempt(_ number: Int = 1, tags: [String] = []) -> MeteredAttempt {
        var options = MeteringOptions()
        options.tags = tags
        return MeteredAttempt(
            operation: "chat.completions.create",
            model: "gpt-4o",
            callID: "call-\(number)",
            idempotencyKey: "key-\(number)",
            body: Array(
                #"{"model":"gpt-4o","max_completion_tokens":100,"messages":[{"role":"user","content":"Hi"}]}"#.utf8
            ),
            options: options
        )
    }

    /// A ledger opened as in a service, and another connection that holds its lock.
    private func locked(_ folder: StoreFolder) async throws -> (Ledger, SQLiteConnection) {
        let ledger = try await Ledger(path: folder.path)
        let holder = try folder.connection()
        try holder.execute("BEGIN EXCLUSIVE")
        return (ledger, holder)
    }

    /// Occupies the store's thread until the gate opens; returns once it is occupied.
    private func occupy(_ database: StoreDatabase, until gate: DispatchSemaphore) async -> Task<Void, any Error> {
        let results = Results()
        let occupied = Task {
            try await database.perform {
                results.isOccupied.withLock { $0 = true }
                gate.wait()
            }
        }
        while !results.isOccupied.withLock({ $0 }) { await Task.yield() }
        return occupied
    }

    @Test("Calls that wait for another process leave Swift's threads to the rest of the program")
    func pool() async throws {
        let folder = try StoreFolder()
        let (ledger, holder) = try await locked(folder)
        // Many more calls than threads, so that a single blocking one would be detected.
        let calls = (0..<64).map { number in
            Task { try await ledger.begin(attempt(number)) }
        }
        let reads = (0..<64).map { _ in Task { try await ledger.attempts() } }
        // The lock is released by work queued in the thread pool behind all of them.
        await Task.detached {}.value
        try holder.execute("ROLLBACK")
        for call in calls { #expect(try await call.value != nil) }
        for read in reads { _ = try await read.value }
        #expect(try await ledger.attempts().count == 64)
    }

    @Test("The end of an attempt is queued without waiting, and visible to the next read")
    func queuedEnd() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        let record = try #require(try await ledger.begin(attempt()))
        let holder = try folder.connection()
        try holder.execute("BEGIN EXCLUSIVE")
        // Returns although the lock is held.
        record.end(AttemptOutcome(.failed))
        try holder.execute("ROLLBACK")
        #expect(try await ledger.attempts().map(\.status) == [.failed])
    }

    @Test("flush returns once every queued end is in the file")
    func flush() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        for number in 0..<50 { try await ledger.begin(attempt(number))?.end(AttemptOutcome(.failed)) }
        await ledger.flush()
        let stored = try folder.connection().first("SELECT count(*) FROM attempt WHERE status = 'failed'") {
            $0.integer(0)
        }
        #expect(stored == 50)
    }

    @Test("A client's shutdown writes the queue")
    func shutdown() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        let meter = ledger.meter()
        try await meter.begin(attempt())?.end(AttemptOutcome(.failed))
        let client = try OpenAI(
            configuration: .init(apiKey: APIKey("sk-x"), baseURL: BaseURL("http://127.0.0.1:9/v1")),
            transport: NoTransport(),
            meter: meter
        )
        await client.shutdown(gracePeriod: .zero)
        #expect(try folder.connection().first("SELECT status FROM attempt") { $0.text(0) } == "failed")
    }

    @Test("A call cancelled while waiting for the lock ends at once, and reserves nothing")
    func cancelledWrite() async throws {
        let folder = try StoreFolder()
        let (ledger, holder) = try await locked(folder)
        let call = Task { try await ledger.begin(attempt()) }
        // The long wait is reported from within the wait.
        ledger.onLongWait { call.cancel() }
        await #expect(throws: CancellationError.self) { try await call.value }
        try holder.execute("ROLLBACK")
        #expect(try await ledger.attempts().isEmpty)
    }

    @Test("A read that waits for a queued end under a lock can be cancelled, and the end is written later")
    func cancelledBehindEnd() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        let record = try #require(try await ledger.begin(attempt()))
        let holder = try folder.connection()
        try holder.execute("BEGIN EXCLUSIVE")
        let gate = DispatchSemaphore(value: 0)
        let occupied = await occupy(ledger.database, until: gate)
        let read = Task { try await ledger.attempts() }
        ledger.onLongWait { read.cancel() }
        record.end(AttemptOutcome(.failed))
        gate.signal()
        try await occupied.value
        await #expect(throws: CancellationError.self) { try await read.value }
        try holder.execute("ROLLBACK")
        #expect(try await ledger.attempts().map(\.status) == [.failed])
    }

    @Test("A small write that need not wait does not wait for the store's thread")
    func small() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        // The first call of a process reads the budgets, which takes the store's thread.
        try await ledger.begin(attempt(0))?.end(AttemptOutcome(.failed))
        await ledger.flush()
        let gate = DispatchSemaphore(value: 0)
        let occupied = await occupy(ledger.database, until: gate)
        try await ledger.begin(attempt(1))?.end(AttemptOutcome(.failed))
        let other = try folder.connection()
        #expect(try other.first("SELECT count(*) FROM attempt WHERE status = 'failed'") { $0.integer(0) } == 2)
        gate.signal()
        try await occupied.value
    }

    @Test("Small writes keep their order with writes that are queued")
    func order() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        let database = ledger.database
        let gate = DispatchSemaphore(value: 0)
        let occupied = await occupy(database, until: gate)
        database.post { try $0.run("INSERT INTO pace (scope, state) VALUES ('s', 'first')") }
        let second = Task {
            try await database.submit(isSmall: true) {
                try $0.run("UPDATE pace SET state = 'second' WHERE scope = 's'")
            }
        }
        gate.signal()
        try await occupied.value
        try await second.value
        #expect(try folder.connection().first("SELECT state FROM pace") { $0.text(0) } == "second")
    }

    @Test("The write-ahead log of many small writes stays short")
    func checkpoint() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        for number in 0..<1500 { try await ledger.begin(attempt(number))?.end(AttemptOutcome(.failed)) }
        await ledger.flush()
        // Without checkpoints it would have some 10,000 pages.
        let size = try FileManager.default.attributesOfItem(atPath: folder.path + "-wal")[.size] as? Int
        #expect(try #require(size) < 2500 * 4096)
    }

    @Test("flush writes what is queued in a task that has been cancelled")
    func cancelledFlush() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        try await ledger.begin(attempt())?.end(AttemptOutcome(.failed))
        let ending = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await ledger.flush()
        }
        await ending.value
        #expect(try folder.connection().first("SELECT status FROM attempt") { $0.text(0) } == "failed")
    }

    @Test("The end of a call is recorded in a cancelled task")
    func cancelledFinish() async throws {
        let folder = try StoreFolder()
        let store = try await ConversationStore(path: folder.path)
        var stored = StoredConversation(Conversation(model: "gpt-4o"))
        stored.conversation.append(.user("Why?"))
        let recording = store.record(stored)
        var attempt = attempt()
        attempt = MeteredAttempt(
            operation: attempt.operation,
            model: attempt.model,
            callID: recording.callID,
            idempotencyKey: "k",
            body: attempt.body
        )
        let record = try #require(try await store.ledger.begin(attempt))
        record.end(AttemptOutcome(.cancelled))
        var conversation = stored.conversation
        conversation.append(.assistant("Because"))
        let finished = Task { [conversation] in
            withUnsafeCurrentTask { $0?.cancel() }
            return try await recording.finish(CallEnd(status: .interrupted), in: conversation)
        }
        #expect(try await finished.value.texts == ["Why?", "Because"])
        #expect(try await store.calls(of: stored.conversation.id).map(\.status) == [.interrupted])
    }

    @Test("A write that fails on a full disk fails alone")
    func full() async throws {
        let folder = try StoreFolder()
        let database = try await Ledger(path: folder.path).database
        try await database.perform {
            try database.use { connection in
                let pages = try connection.first("PRAGMA page_count") { $0.integer(0) } ?? 0
                try connection.execute("PRAGMA max_page_count = \(pages + 4)")
            }
        }
        let gate = DispatchSemaphore(value: 0)
        let results = Results()
        let occupied = await occupy(database, until: gate)
        for number in 0..<6 {
            let state = String(repeating: "x", count: number == 3 ? 200_000 : 10)
            database.post { connection in
                try connection.run("INSERT INTO pace (scope, state) VALUES (?, ?)", "s\(number)", state)
            } committed: { _ in
                results.outcomes.withLock { $0.append(true) }
            } failed: { _ in
                results.outcomes.withLock { $0.append(false) }
            }
        }
        gate.signal()
        try await occupied.value
        await database.flush()
        #expect(results.outcomes.withLock { $0.count { $0 } } == 5)
        #expect(try folder.connection().first("SELECT count(*) FROM pace") { $0.integer(0) } == 5)
    }

    @Test("A callback of the meter may use the store")
    func callback() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        try await ledger.set(Budget(limit: .init(decimal: "0.00102") ?? .zero, period: .day, isSoft: true))
        let notices = AsyncStream<Int>.makeStream()
        var options = LedgerMeter.Options()
        options.onNotice = { _ in
            let done = DispatchSemaphore(value: 0)
            Task {
                notices.continuation.yield(try await ledger.attempts().count)
                done.signal()
            }
            done.wait()
        }
        let record = try #require(try await ledger.meter(options).begin(attempt()))
        record.end(AttemptOutcome(.cancelled))
        var iterator = notices.stream.makeAsyncIterator()
        #expect(await iterator.next() == 1)
    }

    @Test("An endless read ends when it is cancelled")
    func cancelledRead() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        let isRunning = Mutex(false)
        let endless = Task {
            try await ledger.database.perform {
                try ledger.database.use { connection in
                    isRunning.withLock { $0 = true }
                    return try connection.first(
                        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
                    ) { $0.integer(0) }
                }
            }
        }
        while !isRunning.withLock({ $0 }) { await Task.yield() }
        endless.cancel()
        await #expect(throws: CancellationError.self) { try await endless.value }
        #expect(try await ledger.attempts().isEmpty)
    }

    @Test("Waiting writes are one transaction, and a failing one does not affect the others")
    func together() async throws {
        let folder = try StoreFolder()
        let database = try await Ledger(path: folder.path).database
        // The thread is busy while the writes accumulate.
        let gate = DispatchSemaphore(value: 0)
        let results = Results()
        let occupied = await occupy(database, until: gate)
        let path = folder.path
        for number in 0..<20 {
            database.post { connection in
                try connection.run("INSERT INTO pace (scope, state) VALUES (?, '')", "s\(number)")
                if number % 5 == 0 { throw StoreError(.unknownTurn, "refused") }
                guard number == 19 else { return }
                // No other connection sees any of them yet.
                let other = try SQLiteConnection(path: path, mode: .readOnly, busyTimeout: 1000)
                results.seen.withLock { $0 = try? other.first("SELECT count(*) FROM pace") { $0.integer(0) } }
            } committed: { _ in
                results.outcomes.withLock { $0.append(true) }
            } failed: { _ in
                results.outcomes.withLock { $0.append(false) }
            }
        }
        gate.signal()
        try await occupied.value
        await database.flush()
        #expect(results.seen.withLock { $0 } == 0)
        #expect(results.outcomes.withLock { $0.count { $0 } } == 16)
        #expect(results.outcomes.withLock { $0.count { !$0 } } == 4)
        #expect(try folder.connection().first("SELECT count(*) FROM pace") { $0.integer(0) } == 16)
    }

    @Test("Concurrent calls share one transaction when they begin and one when they end")
    func shared() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        let database = ledger.database
        try await ledger.begin(attempt(0))?.end(AttemptOutcome(.failed))
        let gate = DispatchSemaphore(value: 0)
        // Three writes that wait for each other, after which new ones join the queue.
        var occupied = await occupy(database, until: gate)
        for number in 1...3 { database.post { try $0.run("INSERT INTO pace (scope, state) VALUES (?, '')", number) } }
        gate.signal()
        try await occupied.value
        _ = try await ledger.attempts()
        let isShared = database.writes.withLock { $0.isShared }
        #expect(isShared)
        let before = try WriteAheadLog(folder.path).commits

        occupied = await occupy(database, until: gate)
        let calls = (1...64).map { number in Task { try await ledger.begin(attempt(number)) } }
        while database.writes.withLock({ $0.waiting.count }) < calls.count { await Task.yield() }
        gate.signal()
        try await occupied.value
        var records: [any AttemptRecord] = []
        for call in calls { records.append(try #require(try await call.value)) }
        #expect(try WriteAheadLog(folder.path).commits == before + 1)

        occupied = await occupy(database, until: gate)
        for record in records { record.end(AttemptOutcome(.failed)) }
        gate.signal()
        try await occupied.value
        #expect(try await ledger.attempts().count { $0.status == .failed } == 65)
        #expect(try WriteAheadLog(folder.path).commits == before + 2)

        // A call on its own commits on its thread again.
        try await ledger.begin(attempt(65))?.end(AttemptOutcome(.failed))
        let isAlone = database.writes.withLock { !$0.isShared }
        #expect(isAlone)
        #expect(try await ledger.attempts(ofCall: "call-65").map(\.status) == [.failed])
    }

    @Test("A small write that fails among others affects none of them, whether or not it had changed anything")
    func smallTogether() async throws {
        let folder = try StoreFolder()
        let database = try await Ledger(path: folder.path).database
        let gate = DispatchSemaphore(value: 0)
        let results = Results()
        let occupied = await occupy(database, until: gate)
        // The first is queued because it is not small, and the others behind it.
        for number in 0..<20 {
            database.post(isSmall: number > 0) { connection in
                if number == 7 { throw StoreError(.unknownTurn, "refused") }
                try connection.run("INSERT INTO pace (scope, state) VALUES (?, '')", "s\(number)")
                if number == 11 { throw StoreError(.unknownTurn, "refused after a change") }
            } committed: { _ in
                results.outcomes.withLock { $0.append(true) }
            } failed: { _ in
                results.outcomes.withLock { $0.append(false) }
            }
        }
        gate.signal()
        try await occupied.value
        await database.flush()
        #expect(results.outcomes.withLock { $0.count { $0 } } == 18)
        #expect(results.outcomes.withLock { $0.count { !$0 } } == 2)
        let stored = try folder.connection().rows("SELECT scope FROM pace") { $0.text(0) }
        #expect(Set(stored) == Set((0..<20).filter { ![7, 11].contains($0) }.map { "s\($0)" }))
    }

    @Test("Statements that differ in the middle only are told apart")
    func statements() async throws {
        let connection = try SQLiteConnection(path: Ledger.inMemory, mode: .create, busyTimeout: 0)
        for _ in 0..<2 {
            for number in 1...9 {
                #expect(try connection.first("SELECT \(number) AS the_number") { $0.integer(0) } == Int64(number))
            }
        }
    }

    @Test("Concurrent calls never reserve more than the budget")
    func budget() async throws {
        let folder = try StoreFolder()
        let ledger = try await Ledger(path: folder.path)
        // Each call reserves 0.00102 dollars.
        try await ledger.set(Budget(limit: try #require(Dollars(decimal: "0.0511")), period: .total))
        let admitted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    do { return try await ledger.begin(attempt(number)) != nil } catch let error as OpenAIError
                        where error.code == .budgetExceeded
                    { return false }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 50)
    }

    @Test("A busy lock is an error after its timeout, also for a queued write")
    func busy() async throws {
        let folder = try StoreFolder()
        let (ledger, holder) = try await locked(folder)
        let first = Task { try await ledger.database.submit(busyTimeout: 30) { _ in } }
        let second = Task { try await ledger.database.submit(busyTimeout: 60) { _ in } }
        let patient = Task { try await ledger.database.submit(busyTimeout: .max) { _ in } }
        for task in [first, second] {
            let error = await #expect(throws: StoreError.self) { try await task.value }
            #expect(error?.code == .busy)
        }
        try holder.execute("ROLLBACK")
        // A timeout of another write ends only that write.
        try await patient.value
    }

    private final class Results: Sendable {
        let outcomes = Mutex<[Bool]>([])
        let seen = Mutex<Int64?>(nil)
        let isOccupied = Mutex(false)
    }

    private struct NoTransport: Transport {
        func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
            throw CancellationError()
        }
    }
}
