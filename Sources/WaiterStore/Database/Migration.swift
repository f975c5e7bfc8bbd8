/// One step from one form of the database to the next.
///
/// Steps are only ever added: files of every version are out there.
struct Migration: Sendable {
    /// What the step is for; a word or two, for people who look into the file.
    let name: String
    /// The statements, run in one transaction with the new version number.
    let sql: String
}
