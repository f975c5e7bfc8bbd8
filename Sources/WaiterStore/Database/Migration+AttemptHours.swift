extension Migration {
    /// The migration that replaces the trigger `attempt_added`. The statements of the new trigger cannot conflict with
    /// other rows. SQLite therefore does not have to copy pages before modifying them.
    static let attemptHours = Migration(
        name: "attempt hours without copies of pages",
        sql: """
            DROP TRIGGER attempt_added;
            CREATE TRIGGER attempt_added AFTER INSERT ON attempt
            WHEN NOT EXISTS (SELECT 1 FROM attempt_hour WHERE hour = new.started_at / 3600000 AND first <= new.id) BEGIN
                DELETE FROM attempt_hour WHERE hour = new.started_at / 3600000;
                INSERT INTO attempt_hour VALUES (new.started_at / 3600000, new.id);
            END;
            """
    )
}
