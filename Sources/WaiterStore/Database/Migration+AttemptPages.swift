extension Migration {
    /// Fewer indexes on attempts, because each index adds a page to the transaction of every attempt.
    ///
    /// - `attempt_hour` replaces the index on start times. `first` is the lowest row of the attempts that started in an
    ///   hour, and hours are counted from 1970. Rows are added in chronological order, so the attempts since a given
    ///   time are among the rows from the lowest `first` of its hour and all later hours. If a clock was ahead, this
    ///   range contains additional rows, which a comparison with `started_at` excludes.
    /// - An idempotency key identifies a call only if `call` is NULL. Other keys are not indexed.
    /// - Holds exist only for attempts that are in progress or abandoned. Deleting a budget removes its holds, which
    ///   therefore does not require an index on them.
    static let attemptPages = Migration(
        name: "fewer pages for each attempt",
        sql: """
            CREATE TABLE attempt_hour (hour INTEGER PRIMARY KEY, first INTEGER NOT NULL);
            INSERT INTO attempt_hour SELECT started_at / 3600000, min(id) FROM attempt GROUP BY 1;
            CREATE TRIGGER attempt_added AFTER INSERT ON attempt
            WHEN NOT EXISTS (SELECT 1 FROM attempt_hour WHERE hour = new.started_at / 3600000 AND first <= new.id) BEGIN
                INSERT INTO attempt_hour VALUES (new.started_at / 3600000, new.id)
                    ON CONFLICT DO UPDATE SET first = excluded.first;
            END;
            DROP INDEX attempt_by_time;
            DROP INDEX attempt_by_key;
            CREATE INDEX attempt_by_key ON attempt (idempotency_key) WHERE call IS NULL;
            DROP INDEX hold_of_budget;
            """
    )
}
