extension Migration {
    /// Fewer indexes of attempts, each of which adds a page to the transaction of every attempt.
    ///
    /// - `attempt_hour` replaces the index of start times: `first` is the lowest row of the attempts that started in an
    ///   hour, counted from 1970. Rows are added in order of time, so the attempts since a time are among the rows from
    ///   the lowest `first` of its hour and all later ones. If a clock was ahead, there are more of these rows, but
    ///   `started_at` is compared as well.
    /// - An idempotency key identifies a call only if `call` is NULL; other keys are not indexed.
    /// - Holds exist only for attempts in progress and abandoned ones, so that the deletion of a budget, which removes
    ///   its holds, needs no index of them.
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
