/// A migration from one version of the database schema to the next.
///
/// Migrations are only ever added, because files of every version exist.
struct Migration: Sendable {
    /// A short name, for people who inspect the file.
    let name: String
    /// The statements, run in one transaction with the update of the version number.
    let sql: String
}
