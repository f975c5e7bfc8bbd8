/// What is kept of all calls and conversations, in one SQLite file that any number of processes may use at once.
///
///     let ledger = try Ledger(path: "waiter.sqlite3")
///     var stored = StoredConversation(conversation)
///     try ledger.save(&stored)
///
/// The file and what stands beside it are for their owner alone (0600). A call of a method waits for other processes that
/// are writing, each for about a millisecond, and for at most half a minute in all; none can be cancelled.
public struct Ledger: Sendable {
    /// The file.
    public var path: String { database.path }

    let database: LedgerDatabase

    /// The path of a ledger that is no file and lives as long as its value.
    public static let inMemory = ":memory:"

    /// Opens a file, makes it where there is none, and brings one of an older version to the newest form.
    ///
    /// With `inMemory` as the path no file is made or read.
    ///
    /// - Throws: `LedgerError`: `.damaged`, `.tooNew`, `.notALedger`, `.notWritable`, `.diskFull`, `.busy`. The file is
    ///   as it was then.
    public init(path: String) throws {
        database = try LedgerDatabase(path: path)
    }
}
