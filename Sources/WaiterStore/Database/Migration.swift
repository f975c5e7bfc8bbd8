/// A migration from one version of the database schema to the next.
///
/// Migrations are only added and never changed, because files of every version exist.
struct Migration: Sendable {
    /// A short name, for people who inspect the file.
    let name: String
    /// The statements, which run in one transaction with the update of the version number.
    let sql: String
}
