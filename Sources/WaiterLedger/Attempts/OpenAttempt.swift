internal import Waiter
internal import WaiterConversation

/// An attempt that is under way, as its row in the ledger.
struct OpenAttempt: AttemptRecord {
    let meter: LedgerMeter
    let row: Int64
    let attempt: MeteredAttempt
    let reserved: Dollars?
    /// The turn that it was given; nil without a pace.
    let pass: Pacer.Pass?

    func end(_ outcome: AttemptOutcome) {
        do {
            if let pass { try meter.pacer?.settle(pass, outcome, tokens: outcome.usage?.totalTokens) }
            let notices = try settle(outcome)
            for notice in notices { meter.options.onNotice?(notice) }
        } catch {
            // The reserve stays, and is counted when this process is gone.
            meter.options.onFailure?(error)
        }
    }

    private func settle(_ outcome: AttemptOutcome) throws -> [BudgetNotice] {
        guard outcome.status != .unsent else {
            meter.allowance?.settle(reserved, counted: .zero)
            return try meter.database.write { connection in
                _ = try BudgetTable(connection: connection).settle(row, counted: 0, isUnknown: false)
                try AttemptTable(connection: connection).remove(row)
                return []
            }
        }
        let bill = AttemptBill(
            outcome,
            PricedRequest(attempt),
            meter.options.catalogue,
            freeReason: meter.options.freeReason
        )
        let counted: Dollars? =
            switch bill.costKind {
            case .known, .free: bill.cost
            // What nobody billed may be as much as it could be, and by an estimate even more.
            case .estimated, .unknown: [reserved, bill.cost].compactMap { $0 }.max()
            }
        meter.allowance?.settle(reserved, counted: counted ?? .zero)
        return try meter.database.write { connection in
            try AttemptTable(connection: connection).end(row, outcome, bill, counted: counted?.picodollars ?? 0)
            return try BudgetTable(connection: connection)
                .settle(row, counted: counted?.picodollars ?? 0, isUnknown: counted == nil)
        }
    }
}
