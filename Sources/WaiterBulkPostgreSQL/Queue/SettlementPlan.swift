internal import Waiter
internal import WaiterBulk
internal import WaiterModels

/// The effects of settlements on rows and their run. This type is a state machine that does not use a connection.
struct SettlementPlan {
    /// A locked row, as stored in the database.
    struct Row {
        var id: Int64
        var state: BulkRow.State
        var worker: Int64?
        var reserved: Int64?
        var part: Int64?
        var ended: Int64?
    }

    /// A change to a row. If the result is `nil`, the stored result does not change.
    struct Update {
        var row: Row
        var attempts: Int64
        var result: BulkResult?
    }

    private var rows: [Int64: Row]
    private let held: [Int64: WorkerRegistry.Held]
    private var amounts: RunTable.Amounts
    private(set) var updates: [Update] = []
    private(set) var change = RunTable.Change()

    init(rows: [Row], held: [Int64: WorkerRegistry.Held], amounts: RunTable.Amounts) {
        self.rows = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
        (self.held, self.amounts) = (held, amounts)
    }

    /// Adds a settlement and returns whether the worker still holds the row.
    mutating func add(_ settlement: BulkSettlement) -> Bool {
        guard let row = rows[settlement.row] else { return false }
        let own = held[row.id]
        guard row.worker.map({ $0 == own?.worker }) ?? (row.part != nil) else {
            settleLate(settlement, row, own)
            return false
        }
        return settle(settlement, row)
    }

    /// Settles an attempt for a row that the worker owns.
    private mutating func settle(_ settlement: BulkSettlement, _ row: Row) -> Bool {
        var row = row
        let reserved = row.reserved ?? 0
        countTokens(settlement)
        change.reserved -= reserved
        amounts.used -= min(amounts.used, reserved)
        if let cost = settlement.cost {
            spend(cost.picodollars)
        } else {
            change.uncertain += reserved
            amounts.used += reserved
            if row.reserved == nil { change.unknownCosts += 1 }
        }
        let attempts: Int64 = settlement.isAttempt ? 1 : 0
        // A result from another attempt is already stored.
        guard row.state.rawValue < BulkRow.State.done.rawValue else {
            (row.worker, row.reserved) = (nil, nil)
            update(row, attempts)
            return false
        }
        switch settlement.effect {
        case .result(let result):
            (row.worker, row.reserved, row.part) = (nil, nil, nil)
            store(result, row, attempts)
            return false
        case .retry where amounts.allows(reserved) && row.part == nil:
            change.reserved += reserved
            amounts.used += reserved
            row.state = .claimed
            update(row, attempts)
            return true
        case .retry, .waiting:
            (row.worker, row.reserved, row.part) = (nil, nil, nil)
            row.state = .waiting
            update(row, attempts)
            return false
        }
    }

    /// Settles an attempt for a row that another worker recovered after this worker's lease had expired.
    ///
    /// The maximum cost was counted when the row was recovered. The actual cost now replaces the maximum cost. The
    /// answer is stored regardless of which worker owns the row.
    private mutating func settleLate(_ settlement: BulkSettlement, _ row: Row, _ own: WorkerRegistry.Held?) {
        guard let own, own.wasSent else { return }
        countTokens(settlement)
        if let cost = settlement.cost {
            if let reserved = own.reserved { change.uncertain -= reserved } else { change.unknownCosts -= 1 }
            spend(cost.picodollars)
        }
        guard case .result(let result) = settlement.effect, result.state == .done, row.state != .done else { return }
        var row = row
        switch row.state {
        case .claimed:
            // The other worker has not sent the row yet, so that worker's claim is removed.
            change.reserved -= row.reserved ?? 0
            (row.worker, row.reserved) = (nil, nil)
        case .failed, .unknown: change.count(row.state, by: -1)
        case .waiting, .sending, .done: break
        }
        store(result, row, 0)
    }

    private mutating func countTokens(_ settlement: BulkSettlement) {
        change.input += Int64(settlement.inputTokens)
        change.output += Int64(settlement.outputTokens)
    }

    private mutating func spend(_ cost: Int64) {
        change.spent += cost
        amounts.used = amounts.used.addingReportingOverflow(cost).overflow ? .max : amounts.used + cost
    }

    private mutating func store(_ result: BulkResult, _ row: Row, _ attempts: Int64) {
        var row = row
        row.state = result.state
        if row.ended == nil {
            change.ended += 1
            row.ended = amounts.ended + change.ended
        }
        change.count(result.state, by: 1)
        update(row, attempts, result)
    }

    private mutating func update(_ row: Row, _ attempts: Int64, _ result: BulkResult? = nil) {
        rows[row.id] = row
        updates.append(Update(row: row, attempts: attempts, result: result))
    }
}
