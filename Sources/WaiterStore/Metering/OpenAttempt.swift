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
        do {
            try recording?.update(snapshot)
        } catch {
            meter.options.onFailure?(error)
        }
    }

    func end(_ outcome: AttemptOutcome) {
        recording?.note(requestID: outcome.requestID)
        let bill = outcome.status == .unsent ? nil : bill(outcome)
        defer { if let bill { meter.options.onSettled?(bill) } }
        do {
            if let pass { try meter.limiter?.settle(pass, outcome, used: bill.flatMap(Self.reportedTokens)) }
            let notices = try settle(outcome, bill)
            for notice in notices { meter.options.onNotice?(notice) }
            if meter.options.isBrief { meter.database.tidy() }
        } catch {
            // The reserve stays, and is counted when this process is gone.
            meter.options.onFailure?(error)
        }
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

    /// - Parameter bill: What it came to; nil when it was not sent.
    private func settle(_ outcome: AttemptOutcome, _ bill: AttemptBill?) throws -> [BudgetNotice] {
        guard let bill else {
            meter.allowance?.settle(reserved, counted: .zero)
            return try meter.database.write { connection in
                let table = AttemptTable(connection: connection)
                try table.reopen(row)
                _ = try BudgetTable(connection: connection).settle(row, counted: 0, isUnknown: false)
                try table.remove(row)
                return []
            }
        }
        let counted = bill.counted(reserved: reserved)
        meter.allowance?.settle(reserved, counted: counted ?? .zero)
        let (notices, recorded) = try meter.database.write { connection in
            try AttemptTable(connection: connection).end(row, outcome, bill, counted: counted?.picodollars ?? 0)
            let notices = try BudgetTable(connection: connection)
                .settle(row, counted: counted?.picodollars ?? 0, isUnknown: counted == nil)
            return (notices, try recording?.complete(outcome, in: connection))
        }
        recording?.commit(recorded)
        return notices
    }
}
