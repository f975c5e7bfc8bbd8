internal import Synchronization
public import Waiter
public import WaiterModels

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// Writes each attempt of a client into a ledger, and lets none pass that a budget does not allow.
///
///     let client = try OpenAI(configuration: configuration, meter: ledger.meter())
///
/// What an attempt can cost at most is reserved before it is sent, and what it has cost is counted when it is over: the
/// bill by the list price where the server told its usage, the reserve where nobody knows, nothing where the server
/// refused. Reserving and counting are one transaction each, alone among all processes, so that any number of them may
/// race for the last cent.
///
/// An attempt that cannot be written down is refused when there is a hard budget, and otherwise sent all the same.
public struct LedgerMeter: CallMeter {
    /// What a meter knows of its calls, and whom it tells what.
    public struct Options: Sendable {
        /// The profile that the calls go through.
        public var profile: String?
        /// Tags of all calls.
        public var tags: [String] = []
        /// Where prices come from; read when the first price is needed.
        public var catalogue: @Sendable () throws -> ModelCatalogue = { .builtIn }
        /// Whether the server bills the provider's list prices, as a gateway of one's own may; nil decides by its host.
        ///
        /// At any other server than the provider's own a list price is an estimate, which budgets still count.
        public var billsListPrices: Bool?
        /// Why the calls cost nothing, such as `the model on this machine`; nil where they have a price.
        public var freeReason: String?
        /// The most that all calls through this meter may cost together; nil for no limit.
        public var limit: Dollars?
        /// How fast calls may follow one another, in all processes that use the ledger; nil for no limit.
        public var rateLimits: RateLimiter.Limits?
        /// The clock that calls are delayed with.
        public var clock: any Clock<Duration> = ContinuousClock()
        /// Receives the bill of each attempt that reached a server, when the attempt is over.
        public var onSettled: (@Sendable (AttemptBill) -> Void)?
        /// Told when a soft budget comes to a threshold.
        public var onNotice: (@Sendable (BudgetNotice) -> Void)?
        /// Told when something cannot be written down.
        public var onFailure: (@Sendable (any Error) -> Void)?
        /// The wall clock; nil for the one of the ledger.
        public var now: (@Sendable () -> Date)?

        /// How long the beginning of an attempt waits for other processes while no hard budget covers it, in milliseconds; nil
        /// for half a minute, as with a hard budget.
        package var patience: Int32?

        /// Whether the process ends soon after, so that the next one should find the log of changes short.
        package var isBrief = false

        /// Creates options; without arguments nothing is said.
        public init(profile: String? = nil, tags: [String] = []) {
            self.profile = profile
            self.tags = tags
        }
    }

    let database: StoreDatabase
    let options: Options
    let now: @Sendable () -> Date
    let allowance: CallAllowance?
    let limiter: SharedRateLimiter?

    init(database: StoreDatabase, options: Options) {
        self.database = database
        self.options = options
        let now = options.now ?? database.now
        self.now = now
        allowance = options.limit.map { CallAllowance($0) }
        limiter = Self.limiter(database, options, now)
    }

    static func limiter(
        _ database: StoreDatabase,
        _ options: Options,
        _ now: @escaping @Sendable () -> Date
    ) -> SharedRateLimiter? {
        options.rateLimits.map {
            SharedRateLimiter(database: database, limits: $0, clock: options.clock, now: { now().ledgerTime })
        }
    }

    /// Waits where there are rate limits, reserves what the attempt can cost, and writes down that it is about to be sent.
    ///
    /// - Throws: `OpenAIError` with code `.budgetExceeded`, whose `underlying` is the `BudgetRefusal`; `StoreError` when
    ///   the ledger cannot be written and a hard budget may be in the way.
    public func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        var pass: RateLimiter.Pass?
        // Read and counted once, for the rate limiter, the reservation and the bill.
        var request: PricedRequest?
        do {
            pass = try await turn(attempt, &request)
            return try await open(attempt, request, pass)
        } catch let refusal as BudgetRefusal {
            if let pass { limiter?.giveBack(pass) }
            var error = OpenAIError(.budgetExceeded, "not sent: \(refusal)")
            error.underlying = refusal
            throw error
        } catch let error as StoreError {
            guard options.limit == nil, (try? await hasHardBudget()) == false else { throw error }
            options.onFailure?(error)
            return nil
        } catch is CancellationError {
            if let pass { limiter?.giveBack(pass) }
            throw CancellationError()
        }
    }

    private func turn(_ attempt: MeteredAttempt, _ request: inout PricedRequest?) async throws -> RateLimiter.Pass? {
        guard let limiter else { return nil }
        var tokens = attempt.body.count
        if let catalogue = try? options.catalogue() {
            let counted = PricedRequest(attempt, countedWith: catalogue)
            tokens = counted.limitedTokens(catalogue)
            request = counted
        }
        return try await limiter.pass(attempt, profile: options.profile ?? "", tokens: tokens)
    }

    /// Whether there is a hard budget, read past the lock that the attempt could not get.
    private func hasHardBudget() async throws -> Bool {
        try await database.readPastLock { connection in
            try connection.first("SELECT 1 FROM budget WHERE NOT is_soft LIMIT 1") { _ in true } ?? false
        }
    }

    private func open(
        _ attempt: MeteredAttempt,
        _ counted: PricedRequest?,
        _ pass: RateLimiter.Pass?
    ) async throws -> OpenAttempt {
        let isFree = options.freeReason != nil
        // The tokens are counted before the others are made to wait.
        var request = counted
        var maximum: Cost?
        func price() throws {
            let catalogue = try options.catalogue()
            let priced = request ?? PricedRequest(attempt, countedWith: catalogue)
            request = priced
            maximum = priced.maxCost(catalogue)
        }
        let coverage = try await isFree ? .none : self.coverage(of: attempt)
        if !isFree, allowance != nil || coverage != .none { try price() }
        let patience = allowance != nil || coverage == .hard ? nil : options.patience
        let recording = database.recording(ofCall: attempt.callID)
        while true {
            let row = try await reserve(attempt, maximum, patience, recording)
            if let row {
                return OpenAttempt(
                    meter: self,
                    row: row,
                    attempt: attempt,
                    request: request,
                    reserved: isFree ? .zero : maximum?.total,
                    pass: pass,
                    recording: recording
                )
            }
            try price()
        }
    }

    /// The kinds of budgets that cover an attempt, as far as it can be known before it is written.
    private func coverage(of attempt: MeteredAttempt) async throws -> BudgetCoverage {
        if let known = database.coverage.withLock(\.self) { return known }
        return try await database.perform {
            // Reading does not wait for a writer.
            BudgetCoverage(try database.use { try budgets(for: attempt, in: $0) })
        }
    }

    /// Reserves the most that an attempt can cost and writes its row, in one transaction.
    ///
    /// - Parameter maximum: The most that it can cost; nil where it has not been priced.
    /// - Returns: The row; nil where a budget covers an attempt that has not been priced.
    private func reserve(
        _ attempt: MeteredAttempt,
        _ maximum: Cost?,
        _ patience: Int32?,
        _ recording: CallRecording?
    ) async throws -> Int64? {
        let isFree = options.freeReason != nil
        let amount = isFree ? .zero : maximum?.total
        let doubt = maximum?.unknownReasons.first
        try allowance?.take(amount, doubt: doubt)
        var isReserved = false
        defer { if !isReserved { allowance?.settle(amount, counted: .zero) } }
        let (profile, tags) = (options.profile ?? "", tags(of: attempt))
        let opened: (row: Int64, recorded: CallRecording.State?)? = try await database.submit(patience: patience) {
            connection in
            let time = now().ledgerTime
            let budgets = BudgetTable(connection: connection)
            let entries = isFree ? [] : try self.budgets(for: attempt, in: connection)
            if !isFree { database.coverage.withLock { $0 = BudgetCoverage(entries) } }
            if !entries.isEmpty, maximum == nil { return nil }
            let holds = try budgets.admit(entries, amount: amount, doubt: doubt, at: time)
            let row = try AttemptTable(connection: connection)
                .begin(attempt, profile: profile, tags: tags, reserved: amount, at: time)
            try budgets.hold(holds, amount: amount, for: row)
            return (row, try recording?.begin(attempt, profile: profile, in: connection))
        } committed: { opened in
            recording?.commit(opened?.recorded)
        }
        isReserved = opened != nil
        return opened?.row
    }

    /// Waits until the ends of all attempts are written.
    public func flush() async { await database.flush() }

    private func tags(of attempt: MeteredAttempt) -> [String] {
        options.tags + attempt.options.tags.filter { !options.tags.contains($0) }
    }

    /// The budgets that an attempt is counted in.
    private func budgets(for attempt: MeteredAttempt, in connection: SQLiteConnection) throws -> [BudgetTable.Entry] {
        let (profile, tags) = (options.profile ?? "", tags(of: attempt))
        return try BudgetTable(connection: connection).covering(profile: profile, model: attempt.model, tags: tags)
    }

    /// Returns the budgets that would admit an attempt now, and reserves nothing.
    ///
    /// - Throws: `BudgetRefusal` of the strictest budget that would not; `StoreError`.
    package func admission(of attempt: MeteredAttempt) throws -> [BudgetStatus] {
        if options.freeReason != nil { return [] }
        return try database.read { connection in
            let entries = try budgets(for: attempt, in: connection)
            guard !entries.isEmpty || allowance != nil else { return [] }
            let catalogue = try options.catalogue()
            let maximum = PricedRequest(attempt, countedWith: catalogue).maxCost(catalogue)
            let (amount, doubt, time) = (maximum.total, maximum.unknownReasons.first, now().ledgerTime)
            let table = BudgetTable(connection: connection)
            _ = try table.admit(entries, amount: amount, doubt: doubt, at: time)
            try allowance?.check(amount, doubt: doubt)
            return try entries.map { table.status($0, try table.period(of: $0, at: time)) }
        }
    }
}
