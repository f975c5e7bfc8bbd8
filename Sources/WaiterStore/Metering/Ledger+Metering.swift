public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Ledger: CallMeter {
    /// Begins an attempt with the default options. To specify options, use `meter(_:)`.
    ///
    /// - Throws: The same errors as `LedgerMeter.begin`.
    public func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        try await meter().begin(attempt)
    }

    /// Waits for up to 30 seconds until the outcome of every attempt has been written.
    public func flush() async { await database.flush() }

    /// Returns a meter that writes to this ledger. The options of the meter include the profile, the prices and the
    /// tags.
    public func meter(_ options: LedgerMeter.Options = LedgerMeter.Options()) -> LedgerMeter {
        LedgerMeter(database: database, options: options)
    }
}

extension Ledger {
    /// Returns the attempts of a call in chronological order. The array is empty if no attempt reached a server.
    ///
    /// - Parameter id: The identifier that was set as `MeteringOptions.callID`. If no identifier was set, pass the
    ///   `Attempt.callID` of one of the attempts.
    /// - Returns: The attempts of the call.
    /// - Throws: `StoreError`.
    public func attempts(ofCall id: String) async throws -> [Attempt] {
        try await database.perform { try attempts(ofCall: id) }
    }

    package func attempts(ofCall id: String) throws -> [Attempt] {
        try database.use { connection in
            try connection.rows(
                """
                SELECT \(Attempt.columns) FROM attempt
                WHERE call = ?1 OR (call IS NULL AND idempotency_key = ?1) ORDER BY id
                """,
                id
            ) { Attempt($0) }
        }
    }

    /// Returns the total usage of a conversation's attempts.
    ///
    /// - Throws: `StoreError`.
    public func usage(ofConversation id: String) async throws -> UsageSum {
        try await database.perform { try usage(ofConversation: id) }
    }

    package func usage(ofConversation id: String) throws -> UsageSum {
        try database.use { connection in
            var sum = UsageSum()
            let sql = """
                SELECT \(AttemptTable.sums(of: "attempt", isSum: false)) FROM attempt
                WHERE conversation = ? AND status <> 'open'
                """
            try connection.each(sql, [id]) { row in
                sum.add(UsageSum(row, from: 0))
                return true
            }
            return sum
        }
    }

    /// Returns the attempts since a given time, in the order in which they started.
    ///
    /// - Parameters:
    ///   - since: The earliest start time, or `nil` for all attempts.
    ///   - after: The `id` of the last attempt that has already been read, or 0 to start with the first attempt.
    ///   - limit: The maximum number of attempts, or `nil` for all attempts.
    /// - Returns: The attempts.
    /// - Throws: `StoreError`.
    public func attempts(since: Date? = nil, after: Int = 0, limit: Int? = nil) async throws -> [Attempt] {
        try await database.perform { try attempts(since: since, after: after, limit: limit) }
    }

    package func attempts(since: Date? = nil, after: Int = 0, limit: Int? = nil) throws -> [Attempt] {
        try database.use { connection in
            try connection.rows(
                """
                SELECT \(Attempt.columns) FROM attempt
                WHERE id >= max(?2 + 1, \(AttemptTable.firstSince)) AND started_at >= ?1 ORDER BY id LIMIT ?3
                """,
                since?.ledgerTime ?? .min,
                after,
                limit ?? -1
            ) { Attempt($0) }
        }
    }
}
