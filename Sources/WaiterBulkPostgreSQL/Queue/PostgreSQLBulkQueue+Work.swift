internal import Synchronization
public import WaiterBulk
public import WaiterModels

extension PostgreSQLBulkQueue {
    /// Makes this process a worker of a run and recovers the rows of workers that have died.
    public func begin(_ name: String, atMostOnce: Bool, isSole: Bool, budget: Dollars?) async throws -> BulkStatus {
        guard registry.withLock({ $0.workers[name] == nil }) else {
            throw BulkError(.inUse, "this process is already working on the run '\(name)'")
        }
        let lease = options.lease
        try await session.write { connection in
            try WorkerTable(RunTable(name, connection)).recover(atMostOnce: atMostOnce)
        }
        let (worker, status) = try await session.write { connection in
            let worker = try Self.register(name, connection, atMostOnce, isSole, budget, lease)
            guard let status = try Self.statuses(connection, name: name).first else {
                throw RunTable.unknown(name)
            }
            return (worker, status)
        }
        registry.withLock { $0.workers[name] = worker }
        startHeartbeats()
        return status
    }

    private static func register(
        _ name: String,
        _ connection: PostgreSQLConnection,
        _ atMostOnce: Bool,
        _ isSole: Bool,
        _ budget: Dollars?,
        _ lease: Duration
    ) throws -> WorkerRegistry.Worker {
        let found = try connection.query(
            "SELECT id, state, budget, \(RunTable.endsSoon) FROM waiter_bulk.run WHERE name = $1 FOR UPDATE",
            .text(name)
        )
        guard let row = found.first else { throw RunTable.unknown(name) }
        let table = RunTable(run: row.integer(0), connection)
        let workers = WorkerTable(table)
        let others = try workers.live()
        switch BulkStatus.State(rawValue: row.text(1)) {
        case .cancelled: throw BulkError(.cancelled, "the run '\(name)' was cancelled")
        case .loading:
            if let loader = others.first {
                throw BulkError(.inUse, "\(loader.description) is still reading the input of the run '\(name)'")
            }
            throw BulkError(.invalidInput, "the input of the run '\(name)' was only partly read; load it again")
        default: break
        }
        if let other = others.first(where: { isSole || $0.isSole }) {
            throw BulkError(.inUse, "\(other.description) is working on the run '\(name)'")
        }
        if budget != nil, row.optionalInteger(2) == nil, try workers.holdUnreserved() {
            throw BulkError(
                .inUse,
                "other workers are processing the run '\(name)' without a budget; stop them before setting one"
            )
        }
        try connection.query(
            """
            UPDATE waiter_bulk.run SET state = $2, message = NULL, budget = coalesce($3, budget),
                began_at = CASE WHEN $4 = 0 THEN now() ELSE began_at END,
                began_with = CASE WHEN $4 = 0 THEN done + failed + unknown ELSE began_with END
            WHERE id = $1
            """,
            .integer(table.run),
            .text(BulkStatus.State.ready.rawValue),
            .integer(budget?.picodollars),
            .integer(others.count)
        )
        let id = try workers.add(atMostOnce: atMostOnce, isSole: isSole, lease: lease)
        return WorkerRegistry.Worker(run: table.run, id: id, atMostOnce: atMostOnce, isSole: isSole)
    }

    /// Ends the work of this process on a run. Any rows that the process still holds are treated as if the process had
    /// crashed.
    public func end(_ name: String, state: BulkStatus.State, message: String?) async throws {
        let removed = registry.withLock { registry in
            let worker = registry.workers.removeValue(forKey: name)
            if let worker { registry.forget(run: worker.run) }
            return worker
        }
        guard let worker = removed else { return }
        try await session.write { connection in
            let table = RunTable(run: worker.run, connection)
            let workers = WorkerTable(table)
            try workers.remove(worker.id, atMostOnce: worker.atMostOnce)
            // Without this lock, two workers that end at the same time would each count the other worker, and both
            // would leave the state unchanged.
            _ = try table.lock()
            // Other workers continue, unless the run is complete.
            let others = try workers.live().count
            try connection.query(
                """
                UPDATE waiter_bulk.run SET
                    state = CASE WHEN state = 'cancelled' OR $4 > 0 AND $2 <> 'finished' THEN state ELSE $2 END,
                    message = CASE WHEN $4 > 0 THEN message ELSE $3 END
                WHERE id = $1
                """,
                .integer(worker.run),
                .text(state.rawValue),
                .text(message),
                .integer(others)
            )
        }
    }

    // MARK: Claiming

    /// Claims waiting rows in input order. If the run has a budget, the maximum cost of each row is reserved.
    public func claim(
        upTo count: Int,
        of name: String,
        price: @escaping @Sendable (BulkRow) throws -> Dollars
    ) async throws -> BulkClaim {
        let worker = try requiredWorker(name)
        let lease = options.lease
        let (claim, id) = try await session.write { [self] connection in
            let held = registry.withLock { $0.held.filter { $0.key >> RunTable.shift == worker.run } }
            return try Claiming(
                table: RunTable(run: worker.run, connection),
                worker: worker,
                held: held,
                lease: lease
            ).claim(upTo: count, name, price)
        }
        registry.withLock { registry in
            registry.workers[name]?.id = id
            registry.hold(claim.rows, worker: id)
        }
        if claim.rows.isEmpty, claim.isAwaitingWorkers {
            // After this recovery, the next claim can include the rows of workers that have died.
            try await session.write { connection in
                try WorkerTable(RunTable(run: worker.run, connection)).recover(atMostOnce: worker.atMostOnce)
            }
        }
        return claim
    }

    /// Returns this process's worker for a run.
    ///
    /// - Throws: `BulkError` with code `.leaseLost` if this process is not a worker for the run.
    func requiredWorker(_ name: String) throws -> WorkerRegistry.Worker {
        guard let worker = registry.withLock({ $0.workers[name] }) else {
            throw BulkError(.leaseLost, "this process is not a worker for the run '\(name)'")
        }
        return worker
    }

    /// Claims rows in a transaction.
    private struct Claiming {
        let table: RunTable
        let worker: WorkerRegistry.Worker
        /// The rows held by tasks of this process.
        let held: [Int64: WorkerRegistry.Held]
        let lease: Duration

        private var connection: PostgreSQLConnection { table.connection }

        /// Returns the claim and the worker's ID. If the previous lease was lost, the ID is new.
        func claim(
            upTo count: Int,
            _ name: String,
            _ price: (BulkRow) throws -> Dollars
        ) throws -> (BulkClaim, Int64) {
            let found = try connection.query(
                "SELECT state, key, budget FROM waiter_bulk.run WHERE id = $1",
                .integer(table.run)
            )
            guard let run = found.first, run.text(0) != BulkStatus.State.cancelled.rawValue else {
                throw BulkError(.cancelled, "the run '\(name)' was cancelled")
            }
            let workers = WorkerTable(table)
            let id = try renew(workers)
            var claim = BulkClaim(rows: [], isOverBudget: false, workers: max(1, try workers.live().count))
            // If other workers have recovered rows from this process, the process does not claim these rows again until
            // its tasks have detected the loss. Otherwise, two tasks could hold the same row, and both tasks would send
            // it.
            let lost = held.filter { $0.value.worker != id }.map(\.key)
            let waiting = try waiting(key: run.text(1), limit: count, except: lost)
            if try run.optionalInteger(2) == nil && lacksBudget() {
                claim.rows = waiting
                try take(claim.rows, id)
            } else {
                claim.rows = try reserve(waiting, id, price)
                claim.isOverBudget = claim.rows.count < waiting.count
            }
            if claim.rows.count < count {
                claim.isAwaitingWorkers = try holdsOthers(id)
                if !claim.isAwaitingWorkers, !claim.isOverBudget { claim.isAwaitingWorkers = try isWaiting() }
            }
            return (claim, id)
        }

        /// Renews the lease and locks it. Other workers therefore cannot recover the rows that are being claimed.
        private func renew(_ workers: WorkerTable) throws -> Int64 {
            let renewed = try connection.query(
                "UPDATE waiter_bulk.worker SET expires_at = \(WorkerTable.expiry()) WHERE id = $1",
                .integer(worker.id)
            )
            if renewed.changedRows > 0 { return worker.id }
            // The run is locked, as it is in `register`. Otherwise, a worker that must be the only worker could be
            // registered at the same time.
            _ = try table.lock()
            let others = try workers.live()
            if worker.isSole ? !others.isEmpty : others.contains(where: \.isSole) {
                throw BulkError(.leaseLost, "another process has taken over the run")
            }
            return try workers.add(atMostOnce: worker.atMostOnce, isSole: worker.isSole, lease: lease)
        }

        /// Returns whether the run has no budget. The result remains valid until the transaction ends, because a worker
        /// that sets a budget waits until then.
        private func lacksBudget() throws -> Bool {
            let found = try connection.query(
                "SELECT budget, \(RunTable.endsSoon) FROM waiter_bulk.run WHERE id = $1 FOR SHARE",
                .integer(table.run)
            )
            guard let run = found.first else { throw BulkError(.unknownRun, "the run was removed") }
            return run.optionalInteger(0) == nil
        }

        private func waiting(key: String, limit: Int, except lost: [Int64]) throws -> [BulkRow] {
            try connection.query(
                """
                SELECT id, custom_id, path, body, attempts, generation, reserved FROM waiter_bulk.row
                WHERE id > $1 AND id < $2 AND state = 0 AND id <> ALL ($4) ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED
                """,
                .integer(table.origin),
                .integer(table.end),
                .integer(limit),
                .integers(lost)
            ).map { table.row($0, key: key) }
        }

        /// Reserves the maximum cost of as many rows as the budget allows, and returns these rows.
        private func reserve(
            _ waiting: [BulkRow],
            _ worker: Int64,
            _ price: (BulkRow) throws -> Dollars
        ) throws -> [BulkRow] {
            // The prices are computed before the run is locked, because computing them can take a while.
            let priced = try waiting.map { row in
                var row = row
                row.reserved = try price(row)
                return row
            }
            guard !priced.isEmpty else { return [] }
            var amounts = try table.lock()
            var rows: [BulkRow] = []
            var change = RunTable.Change()
            for row in priced {
                let maximum = row.reserved?.picodollars ?? 0
                guard amounts.allows(maximum) else { break }
                amounts.used += maximum
                change.reserved += maximum
                rows.append(row)
            }
            guard !rows.isEmpty else { return [] }
            try take(rows, worker)
            try table.apply(change)
            return rows
        }

        private func take(_ rows: [BulkRow], _ worker: Int64) throws {
            guard !rows.isEmpty else { return }
            try connection.query(
                """
                UPDATE waiter_bulk.row SET state = 1, worker = $1, reserved = claimed.reserved
                FROM unnest($2::bigint[], $3::bigint[]) AS claimed (id, reserved) WHERE row.id = claimed.id
                """,
                .integer(worker),
                .integers(rows.map(\.id)),
                .integers(rows.map { $0.reserved?.picodollars })
            )
        }

        /// Returns whether other workers hold rows.
        private func holdsOthers(_ worker: Int64) throws -> Bool {
            let result = try connection.query(
                """
                SELECT EXISTS (SELECT 1 FROM waiter_bulk.row WHERE worker IN
                    (SELECT id FROM waiter_bulk.worker WHERE run = $1 AND id <> $2))
                """,
                .integer(table.run),
                .integer(worker)
            )
            return result.first?.isTrue(0) ?? false
        }

        /// Returns whether the run has waiting rows. If so, another worker is claiming them.
        private func isWaiting() throws -> Bool {
            let result = try connection.query(
                "SELECT EXISTS (SELECT 1 FROM waiter_bulk.row WHERE id > $1 AND id < $2 AND state = 0)",
                .integer(table.origin),
                .integer(table.end)
            )
            return result.first?.isTrue(0) ?? false
        }
    }
}
