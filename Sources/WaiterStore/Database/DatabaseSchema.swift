/// The current database schema, which is used to create new files.
///
/// Creating a file with this schema takes less than half as long as running the migrations, because each `ALTER TABLE`
/// parses the whole schema again. A test checks that this schema is the same as the result of the migrations. Each new
/// migration therefore requires a change to this schema. For descriptions of the tables, see the migrations.
enum DatabaseSchema {
    /// The statements, which run in one transaction with the update of the version number.
    static let sql = """
        CREATE TABLE conversation (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            title TEXT,
            words TEXT NOT NULL DEFAULT '',
            model TEXT NOT NULL,
            profile TEXT,
            created_at INTEGER NOT NULL,
            used_at INTEGER NOT NULL,
            head INTEGER,
            turns INTEGER NOT NULL DEFAULT 0,
            branched_from TEXT,
            summary TEXT,
            summary_covers TEXT,
            learned_model TEXT,
            learned_size INTEGER,
            learned_at INTEGER,
            owner TEXT,
            pending_tools TEXT
        );
        CREATE INDEX conversation_by_use ON conversation (used_at);
        CREATE INDEX conversation_of_owner ON conversation (owner, used_at) WHERE owner IS NOT NULL;

        CREATE TABLE content (
            id INTEGER PRIMARY KEY,
            hash INTEGER,
            role TEXT NOT NULL,
            json TEXT NOT NULL,
            text TEXT NOT NULL
        );
        CREATE INDEX content_by_hash ON content (hash) WHERE hash IS NOT NULL;
        CREATE TRIGGER content_removed AFTER DELETE ON content
        WHEN old.id <= (SELECT through FROM text_index) BEGIN
            INSERT INTO content_text (content_text, rowid, text) VALUES ('delete', old.id, old.text);
            UPDATE text_index SET through = min(through, (SELECT ifnull(max(id), 0) FROM content));
        END;
        CREATE TRIGGER content_changed AFTER UPDATE OF text ON content
        WHEN old.id <= (SELECT through FROM text_index) BEGIN
            INSERT INTO content_text (content_text, rowid, text) VALUES ('delete', old.id, old.text);
            INSERT INTO content_text (rowid, text) VALUES (new.id, new.text);
        END;

        CREATE VIRTUAL TABLE content_text USING fts5(
            text, content='content', content_rowid='id', tokenize="unicode61 remove_diacritics 2"
        );

        CREATE TABLE attachment (
            id INTEGER PRIMARY KEY,
            hash INTEGER NOT NULL,
            media_type TEXT,
            bytes BLOB NOT NULL
        );
        CREATE INDEX attachment_by_hash ON attachment (hash);

        CREATE TABLE content_attachment (
            content INTEGER NOT NULL REFERENCES content ON DELETE CASCADE,
            attachment INTEGER NOT NULL REFERENCES attachment,
            PRIMARY KEY (content, attachment)
        ) WITHOUT ROWID;
        CREATE INDEX content_of_attachment ON content_attachment (attachment);

        CREATE TABLE call (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            conversation INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
            status TEXT NOT NULL,
            process TEXT,
            profile TEXT,
            server TEXT,
            model TEXT NOT NULL,
            served_model TEXT,
            started_at INTEGER NOT NULL,
            first_token INTEGER,
            duration INTEGER,
            usage TEXT,
            request_id TEXT,
            error TEXT,
            request TEXT NOT NULL,
            sent TEXT NOT NULL,
            response TEXT
        );
        CREATE INDEX call_of_conversation ON call (conversation);

        CREATE TABLE message (
            id INTEGER PRIMARY KEY,
            conversation INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
            parent INTEGER,
            content INTEGER NOT NULL REFERENCES content,
            status TEXT NOT NULL,
            is_pinned INTEGER NOT NULL DEFAULT 0,
            model TEXT,
            finish_reason TEXT,
            usage TEXT,
            call INTEGER REFERENCES call ON DELETE SET NULL,
            created_at INTEGER NOT NULL
        );
        CREATE INDEX message_of_conversation ON message (conversation);
        CREATE INDEX message_of_content ON message (content);
        CREATE INDEX message_of_call ON message (call) WHERE call IS NOT NULL;

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
            process TEXT,
            call TEXT,
            list_cost INTEGER
        );
        CREATE INDEX attempt_open ON attempt (process) WHERE status = 'open';
        CREATE INDEX attempt_of_call ON attempt (call) WHERE call IS NOT NULL;
        CREATE INDEX attempt_of_conversation ON attempt (conversation) WHERE conversation IS NOT NULL;
        CREATE TRIGGER attempt_added AFTER INSERT ON attempt
        WHEN NOT EXISTS (SELECT 1 FROM attempt_hour WHERE hour = new.started_at / 3600000 AND first <= new.id) BEGIN
            DELETE FROM attempt_hour WHERE hour = new.started_at / 3600000;
            INSERT INTO attempt_hour VALUES (new.started_at / 3600000, new.id);
        END;
        CREATE INDEX attempt_by_key ON attempt (idempotency_key) WHERE call IS NULL;

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

        CREATE TABLE pace (scope TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;

        CREATE TABLE pace_waiter (
            id INTEGER PRIMARY KEY,
            scope TEXT NOT NULL,
            priority INTEGER NOT NULL,
            process TEXT NOT NULL
        );
        CREATE INDEX pace_waiter_by_turn ON pace_waiter (scope, priority, id);

        CREATE TABLE text_index (through INTEGER NOT NULL);

        CREATE TABLE spent (
            budget INTEGER NOT NULL REFERENCES budget ON DELETE CASCADE,
            tag TEXT NOT NULL DEFAULT '',
            start INTEGER NOT NULL,
            spent INTEGER NOT NULL DEFAULT 0,
            reserved INTEGER NOT NULL DEFAULT 0,
            unknown INTEGER NOT NULL DEFAULT 0,
            noticed INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (budget, tag, start)
        ) WITHOUT ROWID;

        CREATE TABLE hold (
            attempt INTEGER NOT NULL REFERENCES attempt ON DELETE CASCADE,
            budget INTEGER NOT NULL REFERENCES budget ON DELETE CASCADE,
            tag TEXT NOT NULL DEFAULT '',
            start INTEGER NOT NULL,
            amount INTEGER NOT NULL,
            PRIMARY KEY (attempt, budget, tag)
        ) WITHOUT ROWID;

        CREATE TABLE conversation_metadata (
            conversation INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (conversation, key)
        ) WITHOUT ROWID;
        CREATE INDEX conversation_by_metadata ON conversation_metadata (key, value);

        CREATE TABLE draft_piece (
            id INTEGER PRIMARY KEY,
            content INTEGER NOT NULL REFERENCES content ON DELETE CASCADE,
            texts TEXT NOT NULL
        );
        CREATE INDEX draft_piece_of_content ON draft_piece (content);

        CREATE TABLE embedding_collection (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            model TEXT NOT NULL,
            dimensions INTEGER NOT NULL,
            requested_dimensions INTEGER,
            profile TEXT,
            created_at INTEGER NOT NULL
        );

        CREATE TABLE embedding (
            id INTEGER PRIMARY KEY,
            collection INTEGER NOT NULL REFERENCES embedding_collection ON DELETE CASCADE,
            block INTEGER,
            hash INTEGER NOT NULL,
            label TEXT
        );
        CREATE INDEX embedding_by_hash ON embedding (hash);
        CREATE INDEX embedding_of_block ON embedding (collection, block);
        CREATE UNIQUE INDEX embedding_by_label ON embedding (collection, label) WHERE label IS NOT NULL;

        CREATE TABLE embedding_content (
            id INTEGER PRIMARY KEY REFERENCES embedding ON DELETE CASCADE,
            vector BLOB NOT NULL,
            text TEXT NOT NULL
        );

        CREATE TABLE embedding_block (
            id INTEGER PRIMARY KEY,
            collection INTEGER NOT NULL REFERENCES embedding_collection ON DELETE CASCADE,
            members BLOB NOT NULL,
            scales BLOB NOT NULL
        );
        CREATE INDEX embedding_block_of_collection ON embedding_block (collection);

        CREATE TABLE embedding_codes (
            block INTEGER PRIMARY KEY REFERENCES embedding_block ON DELETE CASCADE,
            codes BLOB NOT NULL
        );

        CREATE TABLE attempt_hour (hour INTEGER PRIMARY KEY, first INTEGER NOT NULL);

        INSERT INTO text_index VALUES (0);
        """
}
