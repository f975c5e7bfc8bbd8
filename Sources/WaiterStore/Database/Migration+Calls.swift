extension Migration {
    /// The migration that groups attempts by call. Each call has an identifier, and each of its attempts has a row.
    ///
    /// - `attempt.call` is the identifier of the call if it differs from the idempotency key. For attempts recorded
    ///   before this migration, only the key is known. All attempts of a call have the same key. In the `call` table,
    ///   `key` contains the identifier of the call. Rows of `call` that were recorded before this migration have no
    ///   attempts, and are not included in any total or budget.
    /// - The idempotency key is not unique, because an application can use the same key for several calls.
    /// - The usage totals of a conversation are computed from its attempts.
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
