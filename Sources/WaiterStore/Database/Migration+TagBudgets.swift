extension Migration {
    /// The migration that adds per-tag budgets, which apply separately to each tag with a given prefix. Each row of
    /// `spent` and `hold` specifies a tag.
    ///
    /// The tag is empty if the budget does not apply separately to each tag.
    static let tagBudgets = Migration(
        name: "budgets for each tag",
        sql: """
            CREATE TABLE spent_by_tag (
                budget INTEGER NOT NULL REFERENCES budget ON DELETE CASCADE,
                tag TEXT NOT NULL DEFAULT '',
                start INTEGER NOT NULL,
                spent INTEGER NOT NULL DEFAULT 0,
                reserved INTEGER NOT NULL DEFAULT 0,
                unknown INTEGER NOT NULL DEFAULT 0,
                noticed INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY (budget, tag, start)
            ) WITHOUT ROWID;
            INSERT INTO spent_by_tag (budget, start, spent, reserved, unknown, noticed)
                SELECT budget, start, spent, reserved, unknown, noticed FROM spent;
            DROP TABLE spent;
            ALTER TABLE spent_by_tag RENAME TO spent;

            CREATE TABLE hold_by_tag (
                attempt INTEGER NOT NULL REFERENCES attempt ON DELETE CASCADE,
                budget INTEGER NOT NULL REFERENCES budget ON DELETE CASCADE,
                tag TEXT NOT NULL DEFAULT '',
                start INTEGER NOT NULL,
                amount INTEGER NOT NULL,
                PRIMARY KEY (attempt, budget, tag)
            ) WITHOUT ROWID;
            INSERT INTO hold_by_tag (attempt, budget, start, amount) SELECT attempt, budget, start, amount FROM hold;
            DROP TABLE hold;
            ALTER TABLE hold_by_tag RENAME TO hold;
            CREATE INDEX hold_of_budget ON hold (budget);
            """
    )
}
