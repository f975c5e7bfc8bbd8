extension Migration {
    /// The migration that introduces batched updates of the search index. Indexing a message takes longer than all of a
    /// command's other writes together.
    ///
    /// `text_index` stores the greatest indexed rowid of `content`. Rows with a greater rowid have not been indexed
    /// yet.
    static let searchIndex = Migration(
        name: "search index",
        sql: """
            CREATE TABLE text_index (through INTEGER NOT NULL);
            INSERT INTO text_index SELECT ifnull(max(id), 0) FROM content;
            DROP TRIGGER content_added;
            DROP TRIGGER content_removed;
            DROP TRIGGER content_changed;
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
            """
    )
}
