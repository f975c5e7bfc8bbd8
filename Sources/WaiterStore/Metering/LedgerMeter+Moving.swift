extension LedgerMeter {
    /// Returns a meter for another ledger that preserves how much of the limit has been spent.
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
