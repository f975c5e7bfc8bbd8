extension LedgerMeter {
    /// The same meter with another ledger: what its calls have spent of their limit is not forgotten.
    package func moved(to ledger: Ledger) -> LedgerMeter {
        LedgerMeter(self, in: ledger.database)
    }

    private init(_ other: LedgerMeter, in database: StoreDatabase) {
        self.database = database
        (options, allowance) = (other.options, other.allowance)
        let now = options.now ?? database.now
        self.now = now
        limiter = Self.limiter(database, options, now)
    }
}
