public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Ledger: Meter {
    /// Writes down an attempt with nothing known of it but what it says itself; see `meter(_:)`.
    ///
    /// - Throws: What `LedgerMeter.begin` throws.
    public func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        try await meter().begin(attempt)
    }

    /// A meter that writes into this ledger, and knows more of the calls: their profile, prices, tags.
    public func meter(_ options: LedgerMeter.Options = LedgerMeter.Options()) -> LedgerMeter {
        LedgerMeter(database: database, options: options)
    }
}

extension Ledger {
    /// Hands over the attempts of a time, in the order of their beginning.
    ///
    /// - Parameters:
    ///   - since: The earliest beginning; nil for all.
    ///   - body: Answers whether it wants more.
    /// - Throws: `LedgerError`, and what `body` throws.
    public func eachAttempt(since: Date? = nil, _ body: (Attempt) throws -> Bool) throws {
        try database.use { connection in
            try connection.each(
                "SELECT \(Attempt.columns) FROM attempt WHERE started_at >= ? ORDER BY id",
                [since?.ledgerTime ?? .min]
            ) { try body(Attempt($0)) }
        }
    }

    /// The attempts of a time, in the order of their beginning.
    ///
    /// - Throws: `LedgerError`.
    public func attempts(since: Date? = nil) throws -> [Attempt] {
        var attempts: [Attempt] = []
        try eachAttempt(since: since) { attempt in
            attempts.append(attempt)
            return true
        }
        return attempts
    }
}
