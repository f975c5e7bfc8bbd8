internal import Waiter
internal import WaiterModels

/// An attempt in progress and its rowid in the ledger.
///
/// This type is a class so that the closures that record the end of the attempt share the instance.
final class OpenAttempt: AttemptRecord {
    let meter: LedgerMeter
    let row: Int64
    let attempt: MeteredAttempt
    /// The parsed request body, if it has already been parsed.
    let request: PricedRequest?
    let reserved: Dollars?
    /// The pass from the rate limiter, or `nil` if there are no rate limits.
    let pass: RateLimiter.Pass?
    /// The record of the call, or `nil` if the call does not belong to a conversation.
    let recording: CallRecording?

    init(
        meter: LedgerMeter,
        row: Int64,
        attempt: MeteredAttempt,
        request: PricedRequest?,
        reserved: Dollars?,
        pass: RateLimiter.Pass?,
        recording: CallRecording?
    ) {
        self.meter = meter
        self.row = row
        self.attempt = attempt
        self.request = request
        self.reserved = reserved
        self.pass = pass
        self.recording = recording
    }

    func progress(_ snapshot: () -> PartialResult) {
        recording?.update(snapshot) { [meter] error in meter.options.onFailure?(error) }
    }

    func end(_ outcome: AttemptOutcome) {
        recording?.note(requestID: outcome.requestID)
        let bill = outcome.status == .unsent ? nil : bill(outcome)
        defer { if let bill { meter.options.onSettled?(bill) } }
        let counted = bill.map { $0.counted(reserved: reserved) } ?? .zero
        meter.allowance?.settle(reserved, counted: counted ?? .zero)
        meter.database.post(isSmall: recording == nil) { [self] connection in
            try settle(outcome, bill, counted: counted, in: connection)
        } committed: { [self] notices, recorded in
            recording?.commit(recorded)
            guard !notices.isEmpty, let onNotice = meter.options.onNotice else { return }
            meter.database.call { for notice in notices { onNotice(notice) } }
        } failed: { [self] error in
            // The reservation remains. After this process has exited, the reserved amount is counted toward budgets as
            // the cost.
            meter.options.onFailure?(error)
        }
        if meter.options.isShortLived { meter.database.tidy() }
    }

    private func bill(_ outcome: AttemptOutcome) -> AttemptBill {
        AttemptBill(
            of: attempt,
            outcome,
            request ?? PricedRequest(attempt),
            meter.options.catalogue,
            billsListPrices: meter.options.billsListPrices,
            freeReason: meter.options.freeReason
        )
    }

    /// Returns the token counts that the server reported, for use by the rate limiter. Returns `nil` if the counts are
    /// inconsistent or incomplete.
    private static func reportedTokens(_ bill: AttemptBill) -> RateLimiter.Tokens? {
        guard bill.tokens == .told, let usage = bill.usage else { return nil }
        return RateLimiter.Tokens(input: usage.promptTokens, output: usage.completionTokens)
    }

    /// Records the end of the attempt. If the answer is complete, this method also records the end of the call.
    ///
    /// - Parameters:
    ///   - outcome: The outcome of the attempt.
    ///   - bill: The bill for the attempt, or `nil` if the attempt was not sent.
    ///   - counted: The amount that counts toward budgets, or `nil` if the amount is unknown.
    ///   - connection: The connection, in a write transaction.
    /// - Returns: The notices of soft budgets, and the new state of the call's record. The new state replaces the
    ///   current state after the commit.
    /// - Throws: `SQLiteError`.
    private func settle(
        _ outcome: AttemptOutcome,
        _ bill: AttemptBill?,
        counted: Dollars?,
        in connection: SQLiteConnection
    ) throws -> ([BudgetNotice], CallRecording.State?) {
        if let pass {
            try meter.limiter?.settle(pass, outcome, used: bill.flatMap(Self.reportedTokens), in: connection)
        }
        let attempts = AttemptTable(connection: connection)
        let budgets = BudgetTable(connection: connection)
        guard let bill else {
            try attempts.reopen(row)
            _ = try budgets.settle(row, counted: 0, isUnknown: false)
            try attempts.remove(row)
            return ([], nil)
        }
        let amount = counted?.picodollars ?? 0
        try attempts.end(row, outcome, bill, counted: amount)
        let notices = try budgets.settle(row, counted: amount, isUnknown: counted == nil)
        return (notices, try recording?.complete(outcome, in: connection))
    }
}
