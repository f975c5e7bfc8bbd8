internal import Waiter
internal import WaiterModels

/// An attempt that is under way, as its row in the ledger.
struct OpenAttempt: AttemptRecord {
    let meter: LedgerMeter
    let row: Int64
    let attempt: MeteredAttempt
    /// What its body says, where it has been read already.
    let request: PricedRequest?
    let reserved: Dollars?
    /// What the rate limiter let it through with; nil without rate limits.
    let pass: RateLimiter.Pass?
    /// The record of its call; nil where the call belongs to no conversation.
    let recording: CallRecording?

    func progress(_ snapshot: () -> PartialResult) {
        recording?.update(snapshot) { meter.options.onFailure?($0) }
    }

    func end(_ outcome: AttemptOutcome) {
        recording?.note(requestID: outcome.requestID)
        let bill = outcome.status == .unsent ? nil : bill(outcome)
        defer { if let bill { meter.options.onSettled?(bill) } }
        let counted = bill.map { $0.counted(reserved: reserved) } ?? .zero
        meter.allowance?.settle(reserved, counted: counted ?? .zero)
        meter.database.post { connection in
            try settle(outcome, bill, counted: counted, in: connection)
        } committed: { _, recorded in
            recording?.commit(recorded)
        } done: { result in
            switch result {
            case .success(let (notices, _)):
                for notice in notices { meter.options.onNotice?(notice) }
            // The reserve stays, and is counted when this process is gone.
            case .failure(let error): meter.options.onFailure?(error)
            }
        }
        if meter.options.isBrief { meter.database.tidy() }
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

    /// The tokens that the server reported, for the rate limiter; nil where they are inconsistent, or not all.
    private static func reportedTokens(_ bill: AttemptBill) -> Int? {
        guard bill.tokens == .told, let usage = bill.usage else { return nil }
        return usage.promptTokens + usage.completionTokens
    }

    /// Writes the end of the attempt, and of its call where the answer is complete.
    ///
    /// - Parameters:
    ///   - bill: The bill of the attempt; nil when it was not sent.
    ///   - counted: The amount that budgets count; nil when it is unknown.
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
