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
        /// Why the calls cost nothing, such as `the model on this machine`; nil where they have a price.
        public var freeReason: String?
        /// The most that all calls through this meter may cost together; nil for no limit.
        public var limit: Dollars?
        /// How fast calls may follow one another; nil, and so it is usually, for as fast as they come.
        public var pace: Pace?
        /// Told when a soft budget comes to a threshold.
        public var onNotice: (@Sendable (BudgetNotice) -> Void)?
        /// Told when something cannot be written down.
        public var onFailure: (@Sendable (any Error) -> Void)?
        /// The wall clock; nil for the one of the ledger.
        public var now: (@Sendable () -> Date)?

        /// Whether the process ends soon after, so that the next one should find the log of changes short.
        package var isBrief = false

        /// Makes options that say nothing.
        public init() {}
    }

    let database: StoreDatabase
    let options: Options
    let now: @Sendable () -> Date
    let allowance: CallAllowance?
    let pacer: Pacer?

    init(database: StoreDatabase, options: Options) {
        self.database = database
        self.options = options
        let now = options.now ?? database.now
        self.now = now
        allowance = options.limit.map { CallAllowance($0) }
        pacer = options.pace.map { Pacer(database: database, pace: $0, now: { now().ledgerTime }) }
    }

    /// Waits where there is a pace, reserves what the attempt can cost, and writes down that it is about to be sent.
    ///
    /// - Throws: `OpenAIError` with code `.budgetExceeded`, whose `underlying` is the `BudgetRefusal`; `StoreError` when
    ///   the ledger cannot be written and a hard budget may be in the way.
    public func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        var pass: Pacer.Pass?
        do {
            pass = try await turn(attempt)
            return try open(attempt, pass)
        } catch let refusal as BudgetRefusal {
            if let pass { try? pacer?.giveBack(pass) }
            var error = OpenAIError(.budgetExceeded, "not sent: \(refusal)")
            error.underlying = refusal
            throw error
        } catch let error as StoreError {
            guard options.limit == nil, (try? hasHardBudget()) == false else { throw error }
            options.onFailure?(error)
            return nil
        }
    }

    private func turn(_ attempt: MeteredAttempt) async throws -> Pacer.Pass? {
        guard let pacer else { return nil }
        let tokens = (try? options.catalogue()).map { PricedRequest(attempt).paceTokens($0) } ?? attempt.body.count
        return try await pacer.pass(attempt, profile: options.profile ?? "", tokens: tokens)
    }

    private func hasHardBudget() throws -> Bool {
        try database.use { try $0.first("SELECT 1 FROM budget WHERE NOT is_soft LIMIT 1") { _ in true } ?? false }
    }

    private func open(_ attempt: MeteredAttempt, _ pass: Pacer.Pass?) throws -> OpenAttempt {
        let profile = options.profile ?? ""
        let tags = options.tags + attempt.options.tags.filter { !options.tags.contains($0) }
        func matching(_ connection: SQLiteConnection) throws -> [BudgetTable.Entry] {
            try BudgetTable(connection: connection).all().filter {
                $0.budget.covers(profile: profile, model: attempt.model, tags: tags)
            }
        }
        // The tokens are counted before the others are made to wait.
        var request: PricedRequest?
        var maximum: Cost?
        func reckon() throws {
            let priced = request ?? PricedRequest(attempt)
            request = priced
            maximum = try priced.maximumCost(options.catalogue())
        }
        let isFree = options.freeReason != nil
        let isPriced = try !isFree && (allowance != nil || database.use { try !matching($0).isEmpty })
        if isPriced { try reckon() }
        while true {
            let amount = isFree ? .zero : maximum?.total
            let row: Int64? = try database.write { connection in
                let time = now().ledgerTime
                let budgets = BudgetTable(connection: connection)
                let entries = isFree ? [] : try matching(connection)
                // A budget that has been made since.
                if !entries.isEmpty, maximum == nil { return nil }
                let holds = try budgets.admit(entries, amount: amount, doubt: maximum?.unknownReasons.first, at: time)
                let row = try AttemptTable(connection: connection)
                    .begin(attempt, profile: profile, tags: tags, reserved: amount, at: time)
                try budgets.hold(holds, amount: amount, for: row)
                try allowance?.take(amount, doubt: maximum?.unknownReasons.first)
                return row
            }
            if let row {
                return OpenAttempt(
                    meter: self,
                    row: row,
                    attempt: attempt,
                    request: request,
                    reserved: amount,
                    pass: pass
                )
            }
            try reckon()
        }
    }
}
