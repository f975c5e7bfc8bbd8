import Foundation
import Synchronization
import Testing
import Waiter
import WaiterModels

@testable import WaiterStore

@Suite("A store locked by another process")
struct LockedStoreTests {
    private let attempt = MeteredAttempt(
        operation: "chat.completions.create",
        model: "gpt-4o",
        idempotencyKey: "key",
        body: Array(#"{"model":"gpt-4o","max_completion_tokens":100,"messages":[{"role":"user","content":"Hi"}]}"#.utf8)
    )

    /// A ledger, and the holder of its lock until it is released.
    private func locked(_ folder: StoreFolder) throws -> (Ledger, SQLiteConnection) {
        let ledger = try folder.ledger()
        let holder = try folder.connection()
        try holder.execute("BEGIN EXCLUSIVE")
        return (ledger, holder)
    }

    @Test("A call without a hard budget waits for the lock timeout, and is sent unrecorded")
    func unrecorded() async throws {
        let folder = try StoreFolder()
        let (ledger, holder) = try locked(folder)
        let failures = Mutex<[String]>([])
        var options = LedgerMeter.Options()
        options.busyTimeout = 20
        options.onFailure = { error in failures.withLock { $0.append("\((error as? StoreError)?.code ?? .damaged)") } }
        #expect(try await ledger.meter(options).begin(attempt) == nil)
        #expect(failures.withLock { $0 } == ["busy"])
        try holder.execute("ROLLBACK")
        #expect(try await ledger.meter(options).begin(attempt) != nil)
    }

    @Test(
        "A call with a hard budget waits for the lock, since it must be counted, and a long wait is reported once"
    )
    func bounded() async throws {
        let folder = try StoreFolder()
        let (ledger, holder) = try locked(folder)
        try holder.execute("ROLLBACK")
        try await ledger.set(Budget(limit: try #require(Dollars(decimal: "1")), period: .total))
        try holder.execute("BEGIN EXCLUSIVE")
        var options = LedgerMeter.Options()
        options.busyTimeout = 0
        let waits = Mutex(0)
        // The report itself releases the lock, so that no duration has to be guessed.
        let release = Mutex<(@Sendable () -> Void)?>(nil)
        let path = folder.path
        ledger.onLongWait {
            waits.withLock { $0 += 1 }
            release.withLock { $0 }?()
        }
        let unlocking = Unlocking(holder)
        release.withLock { $0 = { unlocking.run() } }
        let record = try await ledger.meter(options).begin(attempt)
        #expect(record != nil, "\(path)")
        #expect(waits.withLock { $0 } == 1)
    }

    /// The holder's rollback, run on the waiting thread.
    private final class Unlocking: Sendable {
        private let holder: Mutex<SQLiteConnection?>
        init(_ holder: sending SQLiteConnection) { self.holder = Mutex(holder) }
        func run() { holder.withLock { try? $0?.execute("ROLLBACK") } }
    }
}
