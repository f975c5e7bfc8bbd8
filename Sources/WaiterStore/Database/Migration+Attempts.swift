extension Migration {
    /// The migration that adds attempts, their costs, and budgets.
    ///
    /// - `attempt` has a row for each attempt that reached a server or is in progress. While the attempt is in
    ///   progress, `process` identifies its process. `tokens` and `cost_kind` describe the reliability of the token
    ///   counts and the cost. `reserved` is the maximum cost. `counted` is the amount that counts toward budgets. This
    ///   is the cost if the cost is known, and the reserved amount otherwise.
    /// - `usage_total` contains the totals of the attempts that have ended, by day (in UTC, counted from 1970),
    ///   profile, requested model and served model.
    /// - `spent` contains the amounts spent and reserved in each period of a budget. `hold` contains the amounts that
    ///   each attempt has reserved in these periods.
    /// - Amounts are in units of 10^-12 dollars. Times are in milliseconds since 1970, and durations are in
    ///   microseconds.
    static let attempts = Migration(
        name: "attempts",
        sql: """
            CREATE TABLE attempt (
                id INTEGER PRIMARY KEY,
                started_at INTEGER NOT NULL,
                operation TEXT NOT NULL,
                profile TEXT NOT NULL DEFAULT '',
                server TEXT NOT NULL DEFAULT '',
                model TEXT NOT NULL,
                served_model TEXT NOT NULL DEFAULT '',
                tier TEXT,
                conversation TEXT,
                tags TEXT,
                idempotency_key TEXT,
                number INTEGER NOT NULL DEFAULT 1,
                status TEXT NOT NULL,
                http_status INTEGER,
                request_id TEXT,
                error TEXT,
                finish_reason TEXT,
                tokens TEXT NOT NULL DEFAULT 'unknown',
                input INTEGER,
                cached INTEGER,
                cache_written INTEGER,
                output INTEGER,
                reasoning INTEGER,
                cost INTEGER,
                cost_kind TEXT NOT NULL DEFAULT 'unknown',
                doubt TEXT,
                reserved INTEGER,
                counted INTEGER NOT NULL DEFAULT 0,
                first_byte INTEGER,
                first_token INTEGER,
                duration INTEGER,
                process TEXT
            );
            CREATE INDEX attempt_by_time ON attempt (started_at);
            CREATE INDEX attempt_open ON attempt (process) WHERE status = 'open';

            CREATE TABLE usage_total (
                day INTEGER NOT NULL,
                profile TEXT NOT NULL,
                model TEXT NOT NULL,
                served_model TEXT NOT NULL,
                calls INTEGER NOT NULL,
                failed INTEGER NOT NULL,
                input INTEGER NOT NULL,
                cached INTEGER NOT NULL,
                output INTEGER NOT NULL,
                reasoning INTEGER NOT NULL,
                cost INTEGER NOT NULL,
                estimated_cost INTEGER NOT NULL,
                estimated INTEGER NOT NULL,
                unknown INTEGER NOT NULL,
                PRIMARY KEY (day, profile, model, served_model)
            ) WITHOUT ROWID;

            CREATE TABLE budget (
                id INTEGER PRIMARY KEY,
                scope TEXT NOT NULL,
                name TEXT NOT NULL,
                period TEXT NOT NULL,
                amount INTEGER NOT NULL,
                is_soft INTEGER NOT NULL,
                allows_unknown INTEGER NOT NULL,
                created_at INTEGER NOT NULL,
                UNIQUE (scope, name, period, is_soft)
            );
            CREATE TABLE spent (
                budget INTEGER NOT NULL REFERENCES budget ON DELETE CASCADE,
                start INTEGER NOT NULL,
                spent INTEGER NOT NULL DEFAULT 0,
                reserved INTEGER NOT NULL DEFAULT 0,
                unknown INTEGER NOT NULL DEFAULT 0,
                noticed INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY (budget, start)
            ) WITHOUT ROWID;
            CREATE TABLE hold (
                attempt INTEGER NOT NULL REFERENCES attempt ON DELETE CASCADE,
                budget INTEGER NOT NULL REFERENCES budget ON DELETE CASCADE,
                start INTEGER NOT NULL,
                amount INTEGER NOT NULL,
                PRIMARY KEY (attempt, budget)
            ) WITHOUT ROWID;
            CREATE INDEX hold_of_budget ON hold (budget);
            """
    )
}
