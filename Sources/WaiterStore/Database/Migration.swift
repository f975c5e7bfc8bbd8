/// A migration from one version of the database schema to the next.
///
/// New migrations are added, but existing migrations are never changed, because files of every version exist.
struct Migration: Sendable {
    /// A short name, for people who inspect the file.
    let name: String
    /// The SQL statements. They run in the same transaction as the update of the version number.
    let sql: String
}
