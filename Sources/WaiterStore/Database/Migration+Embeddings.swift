extension Migration {
    /// The migration that adds collections of texts and their embedding vectors.
    ///
    /// - A row of `embedding` represents a text in a collection. To find equal texts, rows with the same `hash` are
    ///   compared. `label` is the name specified by the caller. The text and its vector (32-bit floats, scaled to
    ///   length 1) are in `embedding_content`. The row can therefore be changed without rewriting the text or the
    ///   vector.
    /// - For each block, `embedding_block` contains the rowids of its texts in `embedding` as 64-bit integers (0 for a
    ///   removed text), and the scale of each vector. `embedding_codes` contains the components of the vectors as 8-bit
    ///   integers, for the first pass of a search. There are two tables because removing a text changes only
    ///   `embedding_block`. `embedding.block` is NULL until there are enough texts for a block.
    /// - `requested_dimensions` is the number of dimensions sent in requests, if any.
    /// - All numbers in blobs are little-endian.
    static let embeddings = Migration(
        name: "embeddings",
        sql: """
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
            """
    )
}
