public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Ledger: CallMeter {
    /// Writes down an attempt with nothing known of it but what it says itself; see `meter(_:)`.
    ///
    /// - Throws: What `LedgerMeter.begin` throws.
    public func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        try await meter().begin(attempt)
    }

    /// Waits until the ends of all attempts are written, for at most half a minute.
    public func flush() async { await database.flush() }

    /// A meter that writes into this ledger, and knows more of the calls: their profile, prices, tags.
    public func meter(_ options: LedgerMeter.Options = LedgerMeter.Options()) -> LedgerMeter {
        LedgerMeter(database: database, options: options)
    }
}

extension Ledger {
    /// Returns the attempts of a call, in their order; empty when none reached a server.
    ///
    /// - Parameter id: The identifier that `MeteringOptions.callID` gave it, or else `Attempt.callID` of one of its attempts.
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

    /// Returns what the attempts of a conversation came to together.
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

    /// The attempts of a time, in the order of their beginning.
    ///
    /// - Parameters:
    ///   - since: The earliest beginning; nil for all.
    ///   - after: Only those with a greater number.
    ///   - limit: The most; nil for all.
    /// - Throws: `StoreError`.
    public func attempts(since: Date? = nil, after: Int = 0, limit: Int? = nil) async throws -> [Attempt] {
        try await database.perform { try attempts(since: since, after: after, limit: limit) }
    }

    package func attempts(since: Date? = nil, after: Int = 0, limit: Int? = nil) throws -> [Attempt] {
        try database.use { connection in
            try connection.rows(
                "SELECT \(Attempt.columns) FROM attempt WHERE id > ? AND started_at >= ? ORDER BY id LIMIT ?",
                after,
                since?.ledgerTime ?? .min,
                limit ?? -1
            ) { Attempt($0) }
        }
    }
}
