extension Migration {
    /// Collections of texts with their embedding vectors.
    ///
    /// - A row of `embedding` is a text in a collection. `hash` finds candidates for equal texts, which are then
    ///   compared, and `label` is the name given by the caller. The text and its vector (32-bit floats, scaled to
    ///   length 1) are in `embedding_content`, so that the row can be changed without rewriting them.
    /// - `embedding_block` contains a block's row numbers in `embedding` as 64-bit integers (0 for a removed row) and the scale
    ///   of each vector. `embedding_codes` contains the vectors' components as 8-bit integers, for the first pass of a search.
    ///   The tables are separate because removing a text changes only `embedding_block`. `embedding.block` is NULL until there
    ///   are enough texts for a block.
    /// - `requested_dimensions` is the value sent in requests, if any.
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
