internal import Synchronization
internal import Waiter
public import WaiterBulk
internal import WaiterModels
internal import WaiterPlatform

extension PostgreSQLBulkQueue {
    /// Records that rows are about to be sent.
    public func markSending(_ rows: [Int64]) async throws {
        guard let first = rows.first, try await !write(.sending(rows)) else { return }
        let state = try await session.read { connection in
            try connection.query(
                "SELECT state FROM waiter_bulk.run WHERE id = $1",
                .integer(first >> RunTable.shift)
            ).first?.text(0)
        }
        guard state != BulkStatus.State.cancelled.rawValue else {
            throw BulkError(.cancelled, "the run was cancelled")
        }
        throw BulkError(.leaseLost, "another worker has taken over the row")
    }

    /// Writes the outcome and the cost of an attempt.
    @discardableResult
    public func settle(_ settlement: BulkSettlement) async throws -> Bool { try await write(.settle([settlement])) }

    /// Writes the outcomes of several attempts in one transaction.
    public func settle(_ settlements: [BulkSettlement]) async throws {
        guard !settlements.isEmpty else { return }
        _ = try await write(.settle(settlements))
    }

    /// Releases claimed rows that were not sent. The rows return to `waiting`, and their reservations are released.
    public func release(_ rows: [Int64]) async throws {
        try await settle(rows.map { BulkSettlement(row: $0, .waiting, isAttempt: false, cost: .zero) })
    }

    // MARK: Grouped writes

    /// Commits a change together with all other pending changes. The run is locked only once for all of these changes.
    private func write(_ change: WorkerRegistry.Write.Change) async throws -> Bool {
        let flag = CancellationFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let write = WorkerRegistry.Write(
                    change: change,
                    isCancelled: { flag.isSet },
                    finish: { continuation.resume(with: $0) }
                )
                if registry.withLock({ $0.add(write) }) { session.schedule { [self] in commitWrites() } }
            }
        } onCancel: {
            flag.set()
        }
    }

    private func commitWrites() {
        let writes = registry.withLock { $0.takeWrites() }
        for (run, writes) in Dictionary(grouping: writes, by: \.run) { commit(writes, run) }
    }

    private func commit(_ writes: [WorkerRegistry.Write], _ run: Int64) {
        let held = registry.withLock(\.held)
        let result = Result {
            try session.commit({ writes.allSatisfy { $0.isCancelled() } }) { connection in
                try Settling(table: RunTable(run: run, connection), held: held).apply(writes.map(\.change))
            }
        }
        switch result {
        case .success(let outcomes):
            registry.withLock { registry in
                for (write, outcome) in zip(writes, outcomes) { registry.note(write.change, outcome) }
            }
            for (write, outcome) in zip(writes, outcomes) { write.finish(.success(outcome)) }
        case .failure(let error):
            // If the server rejects one change, the other changes must not fail.
            if writes.count > 1, (error as? PostgreSQLError)?.code == .query {
                for write in writes { commit([write], run) }
            } else {
                for write in writes { write.finish(.failure(error)) }
            }
        }
    }

    /// Writes changes in a transaction.
    private struct Settling {
        let table: RunTable
        let held: [Int64: WorkerRegistry.Held]

        private var connection: PostgreSQLConnection { table.connection }

        /// Applies changes and returns the outcome of each change.
        func apply(_ changes: [WorkerRegistry.Write.Change]) throws -> [Bool] {
            var (sending, settlements): ([Int64], [BulkSettlement]) = ([], [])
            for change in changes {
                switch change {
                case .sending(let rows): sending += rows
                case .settle(let outcomes): settlements += outcomes
                }
            }
            let marked = try mark(sending)
            var plan = try plan(settlements)
            let outcomes = changes.map { change in
                switch change {
                case .sending(let rows): rows.allSatisfy(marked.contains)
                case .settle(let settlements): settlements.map { plan.add($0) }.first ?? false
                }
            }
            if !settlements.isEmpty {
                try update(plan.updates)
                try table.apply(plan.change)
            }
            return outcomes
        }

        /// Marks the given rows as being sent, except those that the worker does not own. Returns the IDs of the marked
        /// rows.
        private func mark(_ rows: [Int64]) throws -> Set<Int64> {
            guard !rows.isEmpty else { return [] }
            // The condition uses IS NOT DISTINCT FROM because this operator does not use an index. With =, the planner
            // would use the index on workers. Most rows have no worker, so the planner would expect to find only a few
            // rows in this index. It would therefore read all rows that the worker holds instead of only the given
            // rows.
            let marked = try connection.query(
                """
                UPDATE waiter_bulk.row SET state = 2
                FROM waiter_bulk.run, unnest($1::bigint[], $2::bigint[]) AS held (id, worker)
                WHERE run.id = $3 AND run.state <> 'cancelled' AND row.id = held.id AND held.worker IS NOT NULL
                    AND row.worker IS NOT DISTINCT FROM held.worker AND row.state IN (1, 2) RETURNING row.id
                """,
                .integers(rows),
                .integers(rows.map { held[$0]?.worker }),
                .integer(table.run)
            )
            return Set(marked.map { $0.integer(0) })
        }

        /// Locks the rows and then the run, and returns a plan for the settlements.
        private func plan(_ settlements: [BulkSettlement]) throws -> SettlementPlan {
            guard !settlements.isEmpty else {
                return SettlementPlan(rows: [], held: held, amounts: RunTable.Amounts())
            }
            let rows = try connection.query(
                """
                SELECT id, state, worker, reserved, part, ended FROM waiter_bulk.row WHERE id = ANY ($1)
                ORDER BY id FOR UPDATE
                """,
                .integers(settlements.map(\.row))
            ).map { row in
                SettlementPlan.Row(
                    id: row.integer(0),
                    state: BulkRow.State(rawValue: Int(row.integer(1))) ?? .unknown,
                    worker: row.optionalInteger(2),
                    reserved: row.optionalInteger(3),
                    part: row.optionalInteger(4),
                    ended: row.optionalInteger(5)
                )
            }
            return SettlementPlan(rows: rows, held: held, amounts: try table.lock())
        }

        private func update(_ updates: [SettlementPlan.Update]) throws {
            let others = updates.filter { $0.result == nil }
            if !others.isEmpty { try updateState(others) }
            let results = updates.compactMap { update in update.result.map { (update, $0) } }
            guard !results.isEmpty else { return }
            try updateState(results.map(\.0))
            try connection.query(
                """
                UPDATE waiter_bulk.row SET ended = new.ended, status = new.status, request_id = new.request_id,
                    response = new.response, error = new.error
                FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[])
                    AS new (id, ended, status, request_id, response, error)
                WHERE row.id = new.id
                """,
                .integers(results.map(\.0.row.id)),
                .integers(results.map(\.0.row.ended)),
                .integers(results.map { $0.1.response.map { Int64($0.statusCode) } }),
                .texts(results.map { $0.1.response?.requestID }),
                .texts(results.map { $0.1.response?.body.jsonText }),
                .texts(results.map { $0.1.error?.jsonText })
            )
        }

        private func updateState(_ updates: [SettlementPlan.Update]) throws {
            try connection.query(
                """
                UPDATE waiter_bulk.row SET state = new.state, attempts = row.attempts + new.attempts, worker = new.worker,
                    reserved = new.reserved, part = new.part
                FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
                    AS new (id, state, attempts, worker, reserved, part)
                WHERE row.id = new.id
                """,
                .integers(updates.map(\.row.id)),
                .integers(updates.map { Int64($0.row.state.rawValue) }),
                .integers(updates.map(\.attempts)),
                .integers(updates.map(\.row.worker)),
                .integers(updates.map(\.row.reserved)),
                .integers(updates.map(\.row.part))
            )
        }
    }
}
