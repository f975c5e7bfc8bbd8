extension Migration {
    /// The migration that removes indexes on attempts. Each index adds a page to every attempt's transaction.
    ///
    /// - `attempt_hour` replaces the index on start times. `first` is the lowest rowid of the attempts that started in
    ///   an hour. Hours are counted from 1970. Rows are added in chronological order. To find the attempts since a
    ///   given time, take the lowest `first` for the hour that contains that time and all later hours. The rowids of
    ///   all these attempts are equal to or greater than this value. If a clock was ahead, rows with earlier start
    ///   times can also have such rowids. They are excluded by comparing `started_at`.
    /// - An idempotency key identifies a call only if `call` is NULL. Keys of other rows are not indexed.
    /// - Holds exist only for attempts that are in progress or abandoned. There are only a few holds, so removing the
    ///   holds of a deleted budget does not require an index.
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
