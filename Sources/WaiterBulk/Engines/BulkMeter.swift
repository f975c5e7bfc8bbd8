internal import Synchronization
internal import Waiter
internal import WaiterModels
internal import WaiterStore

/// A meter for bulk runs. After the ledger has admitted an attempt, the meter records in the queue that the row is
/// about to be sent.
final class BulkMeter: CallMeter {
    /// Data about a row's call, collected while the call is in progress.
    final class Call: Sendable {
        struct Facts {
            var outcome: AttemptOutcome.Status?
            var bill: AttemptBill?
            var usage: TokenUsage?
        }

        let willSend: @Sendable () async throws -> Void
        let facts = Mutex(Facts())
        /// The rate limiter's record of the row's admission. The meter ends it when an attempt ends.
        private let pass: Mutex<(any AttemptRecord)?>

        init(pass: (any AttemptRecord)? = nil, willSend: @escaping @Sendable () async throws -> Void) {
            self.pass = Mutex(pass)
            self.willSend = willSend
        }

        /// Whether the request may have reached the server.
        var wasSent: Bool { facts.withLock { $0.outcome.map { $0 != .unsent } ?? false } }

        /// Returns the admission record the first time that this method is called, and `nil` afterward.
        func takePass() -> (any AttemptRecord)? {
            pass.withLock { pass in
                defer { pass = nil }
                return pass
            }
        }
    }

    /// The calls in progress, keyed by call ID.
    private final class Calls: Sendable {
        let value = Mutex<[String: Call]>([:])
    }

    private let calls = Calls()
    private let ledger: LedgerMeter

    init(_ ledger: Ledger, _ options: LedgerMeter.Options) {
        var options = options
        let (calls, onSettled) = (calls, options.onSettled)
        options.onSettled = { bill in
            calls.value.withLock { $0[bill.callID] }?.facts.withLock { $0.bill = bill }
            onSettled?(bill)
        }
        self.ledger = ledger.meter(options)
    }

    var asksForUsage: Bool { ledger.asksForUsage }

    /// Registers a call before it is sent.
    func register(_ call: Call, id: String) { calls.value.withLock { $0[id] = call } }

    func unregister(id: String) { _ = calls.value.withLock { $0.removeValue(forKey: id) } }

    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        let record = try await ledger.begin(attempt)
        guard let call = calls.value.withLock({ $0[attempt.callID] }) else { return record }
        do {
            try await call.willSend()
            try Task.checkCancellation()
        } catch {
            record?.end(AttemptOutcome(.unsent))
            throw error
        }
        return Record(call: call, next: record)
    }

    /// Records an attempt that the provider made in a batch, and returns the bill for the attempt.
    func record(_ attempt: MeteredAttempt, _ outcome: AttemptOutcome) async throws -> AttemptBill? {
        let call = Call {}
        register(call, id: attempt.callID)
        defer { unregister(id: attempt.callID) }
        try await ledger.record(attempt, outcome)
        return call.facts.withLock(\.bill)
    }

    /// Returns the smallest amount left in the hard budgets that apply to an attempt, or `nil` if no hard budget
    /// applies.
    func left(for attempt: MeteredAttempt) throws -> Dollars? {
        try ledger.admission(of: attempt).filter { !$0.budget.isSoft }.map(\.left).min()
    }

    func flush() async { await ledger.flush() }

    private struct Record: AttemptRecord {
        let call: Call
        let next: (any AttemptRecord)?

        func progress(_ snapshot: () -> PartialResult) { next?.progress(snapshot) }

        func end(_ outcome: AttemptOutcome) {
            call.facts.withLock { ($0.outcome, $0.usage) = (outcome.status, outcome.metadata.usage) }
            call.takePass()?.end(outcome)
            next?.end(outcome)
        }
    }
}
