internal import Synchronization
public import Waiter
public import WaiterModels

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A meter that records each of a client's attempts in a ledger and enforces budgets.
///
///     let client = try OpenAI(configuration: configuration, meter: ledger.meter())
///
/// The maximum cost of an attempt is reserved before the attempt is sent, and the actual cost is counted when the
/// attempt ends. If the server reported the usage, the cost at list price is counted. If the cost is unknown, the
/// reserved amount is counted. If the server rejected the request, nothing is counted. The maximum cost is reserved in
/// one transaction, and the actual cost is counted in another. Transactions from different processes are serialized, so
/// concurrent processes cannot overspend a budget.
///
/// If an attempt cannot be recorded and there is a hard budget, the attempt is not sent. If there is no hard budget,
/// the attempt is sent anyway.
public struct LedgerMeter: CallMeter {
    /// The options and callbacks of a meter.
    public struct Options: Sendable {
        /// The profile under which calls are recorded.
        public var profile: String?
        /// The tags added to all calls.
        public var tags: [String] = []
        /// A closure that returns the model catalogue. It is called when the first price is needed.
        public var catalogue: @Sendable () throws -> ModelCatalogue = { .builtIn }
        /// Whether the server charges the provider's list prices, or `nil` to infer this from the server's host. For
        /// example, pass `true` for your own gateway if it charges list prices.
        ///
        /// If the server may charge other prices, the cost at list price is considered an estimate, but still counts
        /// toward budgets.
        public var billsListPrices: Bool?
        /// The reason that the calls are free, such as `the model on this machine`, or `nil` if they are not free.
        public var freeReason: String?
        /// The maximum total cost of all calls through this meter, or `nil` for no limit.
        public var limit: Dollars?
        /// The rate limits, or `nil` for no limits. All processes that use the ledger share the rate limits.
        public var rateLimits: RateLimiter.Limits?
        /// The clock used to delay calls.
        public var clock: any Clock<Duration> = ContinuousClock()
        /// A closure that receives the bill for an attempt after the attempt has ended. It is called only for attempts
        /// that reached a server.
        public var onSettled: (@Sendable (AttemptBill) -> Void)?
        /// A closure called when a soft budget reaches a threshold.
        public var onNotice: (@Sendable (BudgetNotice) -> Void)?
        /// A closure called when something cannot be recorded.
        public var onFailure: (@Sendable (any Error) -> Void)?
        /// The wall clock, or `nil` to use the clock of the ledger.
        public var now: (@Sendable () -> Date)?

        /// The maximum time to wait for other processes when an attempt begins, in milliseconds. This timeout is used
        /// only if no hard budget applies.
        ///
        /// The default is `nil`, which means a timeout of 30 seconds. If a hard budget applies, the timeout is always
        /// 30 seconds.
        package var busyTimeout: Int32?

        /// Whether the process is short-lived. If so, the write-ahead log is kept short, so that the next process can
        /// open the file faster.
        package var isShortLived = false

        /// Creates options with a profile and tags. By default, there is no profile and there are no tags.
        public init(profile: String? = nil, tags: [String] = []) {
            self.profile = profile
            self.tags = tags
        }
    }

    /// The heap-allocated properties of a meter. Asynchronous functions reserve space for each copy of a meter, so a
    /// meter contains only a reference to its properties.
    private final class Parts: Sendable {
        let database: StoreDatabase
        let options: Options
        let now: @Sendable () -> Date
        let allowance: CallAllowance?
        let limiter: SharedRateLimiter?

        init(_ database: StoreDatabase, _ options: Options, _ allowance: CallAllowance?) {
            self.database = database
            self.options = options
            self.allowance = allowance
            let now = options.now ?? database.now
            self.now = now
            limiter = options.rateLimits.map {
                SharedRateLimiter(database: database, limits: $0, clock: options.clock, now: { now().ledgerTime })
            }
        }
    }

    private let parts: Parts

    var database: StoreDatabase { parts.database }
    var options: Options { parts.options }
    var allowance: CallAllowance? { parts.allowance }
    var limiter: SharedRateLimiter? { parts.limiter }
    private var now: @Sendable () -> Date { parts.now }

    init(database: StoreDatabase, options: Options) {
        parts = Parts(database, options, options.limit.map { CallAllowance($0) })
    }

    /// Returns a meter for another ledger. The amount that has already been spent counts toward the limit of the new
    /// meter.
    package func moved(to ledger: Ledger) -> LedgerMeter {
        LedgerMeter(parts: Parts(ledger.database, options, allowance))
    }

    private init(parts: Parts) {
        self.parts = parts
    }

    /// Waits for the rate limiter, reserves the maximum cost of the attempt, and records that the attempt is about to
    /// be sent.
    ///
    /// - Throws: `OpenAIError`, `StoreError` or `CancellationError`. The `OpenAIError` has code `.budgetExceeded` if a
    ///   budget or the limit of the meter does not allow the attempt. In this case, its `underlying` error is the
    ///   `BudgetRefusal`. A `StoreError` is thrown if the ledger cannot be written to and a hard budget may apply.
    public func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        var pass: RateLimiter.Pass?
        // The request is parsed once, and its tokens are counted once. The rate limiter, the reservation and the bill
        // use the same result.
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
        var tokens = RateLimiter.Tokens(input: attempt.body.count)
        if let catalogue = try? options.catalogue() {
            let counted = PricedRequest(attempt, countedWith: catalogue)
            tokens = counted.limitedTokens(catalogue)
            request = counted
        }
        return try await limiter.pass(attempt, profile: options.profile ?? "", tokens: tokens)
    }

    /// Returns whether there is a hard budget. This method does not need the lock that the attempt could not acquire.
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
        // Count the tokens before blocking other processes.
        var request = counted
        var maximum: Cost?
        // This function is called in two places. If it were inlined in both, its variables would take up space twice in
        // every call in progress.
        @inline(never)
        func price() throws {
            let catalogue = try options.catalogue()
            let priced = request ?? PricedRequest(attempt, countedWith: catalogue)
            request = priced
            maximum = priced.maxCost(catalogue)
        }
        let coverage = try await isFree ? .none : self.coverage(of: attempt)
        if !isFree, allowance != nil || coverage != .none { try price() }
        let busyTimeout = allowance != nil || coverage == .hard ? nil : options.busyTimeout
        let recording = database.recording(ofCall: attempt.callID)
        while true {
            let row = try await reserve(attempt, maximum, busyTimeout, recording)
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

    /// Returns the kinds of budgets that apply to an attempt, as determined before the attempt is written.
    private func coverage(of attempt: MeteredAttempt) async throws -> BudgetCoverage {
        if let known = database.coverage.withLock(\.self) { return known }
        return try await database.perform {
            // Reads do not wait for a writer.
            BudgetCoverage(try database.use { try budgets(for: attempt, in: $0) })
        }
    }

    /// Reserves the maximum cost of an attempt and inserts its row, in one transaction.
    ///
    /// - Parameters:
    ///   - attempt: The attempt to be sent.
    ///   - maximum: The maximum cost, or `nil` if the maximum cost has not been computed.
    ///   - busyTimeout: The maximum time to wait for other processes, in milliseconds, or `nil` for the default.
    ///   - recording: The record of the call, or `nil` if the call does not belong to a conversation.
    /// - Returns: The rowid, or `nil` if a budget applies and the maximum cost has not been computed.
    /// - Throws: `BudgetRefusal`, `StoreError`, or `CancellationError`.
    private func reserve(
        _ attempt: MeteredAttempt,
        _ maximum: Cost?,
        _ busyTimeout: Int32?,
        _ recording: CallRecording?
    ) async throws -> Int64? {
        let isFree = options.freeReason != nil
        let amount = isFree ? .zero : maximum?.total
        let doubt = maximum?.unknownReasons.first
        try allowance?.take(amount, doubt: doubt)
        var isReserved = false
        defer { if !isReserved { allowance?.settle(amount, counted: .zero) } }
        let (profile, tags) = (options.profile ?? "", tags(of: attempt))
        let opened: (row: Int64, recorded: CallRecording.State?)? = try await database.submit(
            isSmall: recording == nil,
            busyTimeout: busyTimeout
        ) { connection in
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

    /// Records an attempt that this meter did not begin, such as a line of a provider's batch. The attempt has already
    /// ended.
    ///
    /// The cost of the attempt counts toward budgets, even if a budget is exceeded.
    ///
    /// - Throws: `StoreError` or `CancellationError`.
    package func record(_ attempt: MeteredAttempt, _ outcome: AttemptOutcome) async throws {
        guard let row = try await reserve(attempt, .free("the attempt has ended"), nil, nil) else { return }
        OpenAttempt(
            meter: self,
            row: row,
            attempt: attempt,
            request: nil,
            reserved: .zero,
            pass: nil,
            recording: nil
        ).end(outcome)
    }

    /// Waits until the outcome of every attempt has been written.
    public func flush() async { await database.flush() }

    private func tags(of attempt: MeteredAttempt) -> [String] {
        options.tags + attempt.options.tags.filter { !options.tags.contains($0) }
    }

    /// Returns the budgets that apply to an attempt.
    private func budgets(for attempt: MeteredAttempt, in connection: SQLiteConnection) throws -> [BudgetTable.Entry] {
        let (profile, tags) = (options.profile ?? "", tags(of: attempt))
        return try BudgetTable(connection: connection).covering(profile: profile, model: attempt.model, tags: tags)
    }

    /// Checks whether all budgets would currently allow an attempt, and returns the status of the budgets that apply to
    /// it. Nothing is reserved.
    ///
    /// - Throws: `BudgetRefusal` if a budget would not allow the attempt, or `StoreError`.
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
