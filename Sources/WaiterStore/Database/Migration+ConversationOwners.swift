extension Migration {
    /// The migration that adds owners and metadata to conversations, for applications with several users.
    ///
    /// Owners and metadata are indexed. In the index, the conversations of an owner are sorted by time of last use.
    static let conversationOwners = Migration(
        name: "owners of conversations",
        sql: """
            ALTER TABLE conversation ADD COLUMN owner TEXT;
            CREATE INDEX conversation_of_owner ON conversation (owner, used_at) WHERE owner IS NOT NULL;
            CREATE TABLE conversation_metadata (
                conversation INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
                key TEXT NOT NULL,
                value TEXT NOT NULL,
                PRIMARY KEY (conversation, key)
            ) WITHOUT ROWID;
            CREATE INDEX conversation_by_metadata ON conversation_metadata (key, value);
            """
    )
}
