/// A migration from one version of the database schema to the next.
///
/// Add new migrations, but never change existing migrations, because a file can be at any version.
struct Migration: Sendable {
    /// A short name, for people who inspect the file.
    let name: String
    /// The SQL statements. They run in the same transaction as the update of the version number.
    let sql: String
}
