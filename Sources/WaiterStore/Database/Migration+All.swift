extension Migration {
    /// All migrations in order.
    ///
    /// A file's `user_version` is the number of migrations applied to it.
    static let all = [
        conversations, attempts, pace, searchIndex, learnedContext, callsOfAttempts, reportedCosts, tagBudgets,
        conversationOwners, drafts, pendingTools, embeddings, attemptPages, attemptHours,
    ]

    /// The migration that adds conversations and their messages.
    ///
    /// - `content` stores each message once, regardless of how many branches and conversations share it. To find an
    ///   equal message, rows with the same `hash` are compared. While a message is incomplete, its `hash` is NULL, so
    ///   that the message is not shared. `json` is the message in request format, without attachment data. `text` is
    ///   the searchable text.
    /// - Each row of `message` places a `content` row in the tree of a conversation. The rows are in order of creation.
    /// - `call` stores requests and responses. `request` is the body with its messages replaced by an empty array.
    ///   `sent` is the array of messages. A number in the array is the ID of a `content` row, and any other element is
    ///   a message that is stored only in this array.
    /// - `summary` replaces the messages listed in the JSON array `summary_covers` if these messages no longer fit in
    ///   the context window.
    /// - Times are in milliseconds since 1970, and durations are in microseconds.
    private static let conversations = Migration(
        name: "conversations",
        sql: """
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
                summary_covers TEXT
            );
            CREATE INDEX conversation_by_use ON conversation (used_at);

            CREATE TABLE content (
                id INTEGER PRIMARY KEY,
                hash INTEGER,
                role TEXT NOT NULL,
                json TEXT NOT NULL,
                text TEXT NOT NULL
            );
            CREATE INDEX content_by_hash ON content (hash) WHERE hash IS NOT NULL;

            CREATE VIRTUAL TABLE content_text USING fts5(
                text, content='content', content_rowid='id', tokenize="unicode61 remove_diacritics 2"
            );
            CREATE TRIGGER content_added AFTER INSERT ON content BEGIN
                INSERT INTO content_text (rowid, text) VALUES (new.id, new.text);
            END;
            CREATE TRIGGER content_removed AFTER DELETE ON content BEGIN
                INSERT INTO content_text (content_text, rowid, text) VALUES ('delete', old.id, old.text);
            END;
            CREATE TRIGGER content_changed AFTER UPDATE OF text ON content BEGIN
                INSERT INTO content_text (content_text, rowid, text) VALUES ('delete', old.id, old.text);
                INSERT INTO content_text (rowid, text) VALUES (new.id, new.text);
            END;

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
            """
    )
}
