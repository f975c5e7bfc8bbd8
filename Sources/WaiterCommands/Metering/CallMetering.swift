internal import Synchronization
package import Waiter
internal import WaiterModels
internal import WaiterStore
package import WaiterTerminal

/// The meter for a command's calls. The meter records each attempt in the user's ledger, and enforces budgets.
///
/// The ledger is opened by the first call. With `--no-log` or `WAITER_NO_LOG`, costs are still recorded, but messages
/// are not, and the recorded rows do not refer to a conversation. If the ledger cannot be opened, a temporary ledger in
/// memory is used instead. The command can then still enforce its own limit and show costs.
package final class CallMetering: CallMeter {
    private struct State {
        var meter: LedgerMeter?
        /// Whether the meter records attempts in the user's ledger.
        var isLasting = false
        /// The bill for the last attempt that ended.
        var bill: AttemptBill?
        /// The sum of all bills.
        var sum = UsageSum()
    }

    private let source: LedgerSource
    private let options: LedgerMeter.Options
    private let console: Console
    private let state: Settlements

    /// Creates the meter for a command.
    ///
    /// - Parameters:
    ///   - source: The user's ledger.
    ///   - profile: The profile for the calls.
    ///   - spending: The spending limit and tags for the command.
    ///   - billsListPrices: Whether the server charges list prices, or `nil` to decide based on the server's host.
    ///   - freeReason: The reason that calls are free, or `nil` if the calls might incur costs.
    ///   - directories: The directories that contain the user's catalogue.
    ///   - console: The console for notices.
    package init(
        source: LedgerSource,
        profile: String,
        spending: SpendingPlan,
        billsListPrices: Bool? = nil,
        freeReason: String?,
        directories: Directories,
        console: Console
    ) {
        self.source = source
        self.console = console
        let state = Settlements()
        self.state = state
        var options = LedgerMeter.Options()
        options.profile = profile
        options.tags = spending.tags
        options.limit = spending.limit
        options.billsListPrices = billsListPrices
        options.freeReason = freeReason
        let catalogue = CatalogueSource(directories: directories)
        options.catalogue = { try catalogue.catalogue() }
        options.isShortLived = true
        options.busyTimeout = 5_000
        options.onNotice = { [console] in console.notice(TerminalText.line("waiter: \($0); see: waiter usage budget")) }
        options.onFailure = { [source, console] in source.mention($0, console) }
        options.onSettled = { bill in
            state.value.withLock { state in
                state.bill = bill
                state.sum.add(bill)
            }
        }
        self.options = options
    }

    package func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        try await meter().begin(attempt)
    }

    /// Returns the bill for the last attempt that ended, or `nil` if that attempt was not made for the given call.
    func bill(ofCall id: String) -> AttemptBill? {
        state.value.withLock { $0.bill?.callID == id ? $0.bill : nil }
    }

    /// The sum of all bills for this command.
    var sum: UsageSum { state.value.withLock { $0.sum } }

    /// Returns the status of each budget that applies to a call, without creating a ledger file.
    ///
    /// - Throws: `CommandFailure` if a budget does not allow the call or cannot be read.
    func admission(of attempt: MeteredAttempt) throws -> [BudgetStatus] {
        do {
            let ledger = try source.existing() ?? Ledger(path: Ledger.inMemory)
            return try ledger.meter(options).admission(of: attempt)
        } catch let refusal as BudgetRefusal {
            let limitsAnswer = ["chat.", "responses."].contains { attempt.operation.hasPrefix($0) }
            throw CommandFailure(refusal, limitsAnswer: limitsAnswer)
        } catch let error as StoreError {
            throw CommandFailure(error)
        }
    }

    /// Returns the meter for the next call.
    ///
    /// A chat tries to open the ledger again for each call, because the ledger might have become usable since the last
    /// call.
    private func meter() throws -> LedgerMeter {
        try state.value.withLock { state in
            let ledger = lastingLedger()
            if let meter = state.meter, state.isLasting == (ledger != nil) { return meter }
            let place = try ledger ?? Ledger(path: Ledger.inMemory)
            // Preserve the amount that has already been spent under the command's own limit.
            let meter = state.meter?.moved(to: place) ?? place.meter(options)
            (state.meter, state.isLasting) = (meter, ledger != nil)
            return meter
        }
    }

    /// Returns the user's ledger. If the ledger cannot be opened, reports the error and returns `nil`.
    private func lastingLedger() -> Ledger? {
        do {
            let ledger = try source.metered()
            ledger?.onLongWait { [source, console] in
                console.notice(TerminalText.line("waiter: waiting for another process that has locked \(source.path)"))
            }
            return ledger
        } catch {
            if source.records || options.freeReason == nil { source.mention(error, console) }
            return nil
        }
    }

    /// State shared with the ledger's callbacks.
    private final class Settlements: Sendable {
        let value = Mutex(State())
    }
}

/// The user's catalogue, loaded on first use.
private final class CatalogueSource: Sendable {
    private let directories: Directories
    private let loaded = Mutex<ModelCatalogue?>(nil)

    init(directories: Directories) { self.directories = directories }

    func catalogue() throws -> ModelCatalogue {
        try loaded.withLock { loaded in
            let catalogue = try loaded ?? UserCatalogue.load(directories)
            loaded = catalogue
            return catalogue
        }
    }
}
