internal import WaiterBulk
internal import WaiterModels

/// The active runs, claimed rows and pending writes of a queue.
///
/// This type is a state machine that does not use a connection.
struct WorkerRegistry {
    /// The worker that represents this process in a run.
    struct Worker {
        var run: Int64
        var id: Int64
        var atMostOnce = false
        var isSole = false
    }

    /// A claimed row.
    struct Held {
        var worker: Int64
        var reserved: Int64?
        /// Whether the database indicates that the row may have been sent.
        var wasSent = false
    }

    /// A write that is committed together with other writes to the same run.
    struct Write: Sendable {
        enum Change: Sendable {
            /// Rows are about to be sent. The outcome is `true` if the worker owns all of the rows.
            case sending([Int64])
            /// Attempts have ended. The outcome is `true` if the worker still holds the first row.
            case settle([BulkSettlement])
        }

        var change: Change
        var isCancelled: @Sendable () -> Bool
        var finish: @Sendable (Result<Bool, any Error>) -> Void

        /// The number of the run.
        var run: Int64 {
            let row =
                switch change {
                case .sending(let rows): rows.first
                case .settle(let settlements): settlements.first?.row
                }
            return (row ?? 0) >> RunTable.shift
        }
    }

    var workers: [String: Worker] = [:]
    var held: [Int64: Held] = [:]
    /// The number of rows inserted into each run that is being loaded.
    var loaded: [String: Int64] = [:]
    private var writes: [Write] = []
    /// Whether heartbeats are scheduled.
    var isBeating = false

    /// Adds a write and returns whether the caller must schedule the pending writes.
    mutating func add(_ write: Write) -> Bool {
        writes.append(write)
        return writes.count == 1
    }

    mutating func takeWrites() -> [Write] {
        defer { writes = [] }
        return writes
    }

    /// Records the rows that a worker claimed.
    mutating func hold(_ rows: [BulkRow], worker: Int64) {
        for row in rows { held[row.id] = Held(worker: worker, reserved: row.reserved?.picodollars) }
    }

    /// Removes the rows of a run.
    mutating func forget(run: Int64) {
        held = held.filter { $0.key >> RunTable.shift != run }
    }

    /// Records the outcome of a committed write.
    mutating func note(_ change: Write.Change, _ outcome: Bool) {
        switch change {
        case .sending(let rows):
            for row in rows { if outcome { held[row]?.wasSent = true } else { held[row] = nil } }
        case .settle(let settlements):
            for settlement in settlements {
                if outcome, settlements.count == 1 {
                    held[settlement.row]?.wasSent = false
                } else {
                    held[settlement.row] = nil
                }
            }
        }
    }
}
