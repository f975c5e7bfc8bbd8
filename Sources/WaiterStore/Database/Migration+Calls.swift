extension Migration {
    /// Attempts belong to calls: a call has one identifier, its attempts one row each.
    ///
    /// - `attempt.call` is the identifier of the call where it is not the idempotency key. Of earlier attempts the key is all
    ///   that is known, and it is the same for all attempts of a call. `call.key` is the same identifier: a call that was
    ///   recorded before this step has no attempts, and enters no sum and no budget.
    /// - The key is an attribute, not unique: a program may use one key for several calls.
    /// - The sums of a conversation are read from its attempts.
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
