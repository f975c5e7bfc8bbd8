extension Migration {
    /// Calls as groups of attempts. A call has one identifier, and each of its attempts has one row.
    ///
    /// - `attempt.call` is the identifier of the call if it differs from the idempotency key. For earlier attempts,
    ///   only the key is known, which is the same for all attempts of a call. `call.key` is the same identifier. A call
    ///   recorded before this migration has no attempts, and is not part of any sum or budget.
    /// - The key is an attribute and is not unique, because a program may use one key for several calls.
    /// - The sums of a conversation are computed from its attempts.
    static let callsOfAttempts = Migration(
        name: "calls of attempts",
        sql: """
            ALTER TABLE attempt ADD COLUMN call TEXT;
            CREATE INDEX attempt_of_call ON attempt (call) WHERE call IS NOT NULL;
            CREATE INDEX attempt_by_key ON attempt (idempotency_key);
            CREATE INDEX attempt_of_conversation ON attempt (conversation) WHERE conversation IS NOT NULL;
            """
    )
}
