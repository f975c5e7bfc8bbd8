internal import Synchronization
package import Waiter
internal import WaiterModels
internal import WaiterStore
package import WaiterTerminal

/// The meter of a command's calls: writes what they use into the user's ledger, and keeps its budgets.
///
/// The ledger is opened with the first call. Where nothing is to be written down, calls are metered all the same while there
/// is a budget, since a budget that can be left out is none; their rows then name no conversation. The limit of the
/// command itself needs no file: it is kept in memory where there is no ledger to write to.
package final class CallMetering: CallMeter {
    private struct State {
        /// The user's ledger, where it was opened although nothing is recorded.
        var unrecorded: Ledger?
        var meter: LedgerMeter?
        /// Whether that meter writes into the user's ledger.
        var isLasting = false
    }

    private let source: LedgerSource
    private let directories: Directories
    private let options: LedgerMeter.Options
    private let console: Console
    private let state = Mutex(State())

    /// - Parameter freeReason: Why the calls cost nothing; nil where they may cost something.
    package init(
        source: LedgerSource,
        profile: String,
        spending: SpendingPlan,
        freeReason: String?,
        directories: Directories,
        console: Console
    ) {
        self.source = source
        self.directories = directories
        self.console = console
        var options = LedgerMeter.Options()
        options.profile = profile
        options.tags = spending.tags
        options.limit = spending.limit
        options.freeReason = freeReason
        let catalogue = CatalogueSource(directories: directories)
        options.catalogue = { try catalogue.catalogue() }
        // The end of a turn that is recorded does so as well.
        options.isBrief = !source.records
        options.onNotice = { [console] in console.notice(TerminalText.line("waiter: \($0): see: waiter usage budget")) }
        options.onFailure = { [console] error in
            console.say(TerminalText.line("waiter: what it cost is not recorded: \(LedgerSource.words(error))"))
        }
        self.options = options
    }

    /// Only where an answer will be counted is anything changed for it.
    package var asksForUsage: Bool {
        if source.records || options.limit != nil { return true }
        return state.withLock { (try? budgetLedger(&$0)) ?? nil } != nil
    }

    package func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        try await meter()?.begin(attempt)
    }

    /// The meter of the next call; nil when there is nothing to keep. A chat looks anew with each call: somebody may have
    /// set a budget since.
    private func meter() throws -> LedgerMeter? {
        try state.withLock { state in
            let ledger = lastingLedger(&state)
            guard ledger != nil || options.limit != nil else { return nil }
            if let meter = state.meter, state.isLasting == (ledger != nil) { return meter }
            let place = try ledger ?? Ledger(path: Ledger.inMemory)
            // What was spent of the command's own limit goes along.
            let meter = state.meter?.moved(to: place) ?? place.meter(options)
            (state.meter, state.isLasting) = (meter, ledger != nil)
            return meter
        }
    }

    /// The user's ledger; nil where nothing shall be written to it, or nothing can be, which is said.
    private func lastingLedger(_ state: inout State) -> Ledger? {
        do {
            return source.records ? try source.writable() : try budgetLedger(&state)
        } catch {
            if source.records || options.freeReason == nil { source.mention(error, console) }
            return nil
        }
    }

    /// The user's ledger when nothing is recorded, but there is a budget in it.
    ///
    /// - Throws: `StoreError` when there is a file that cannot be opened.
    private func budgetLedger(_ state: inout State) throws -> Ledger? {
        if state.unrecorded == nil { state.unrecorded = try source.existing() }
        guard let ledger = state.unrecorded else { return nil }
        // What cannot be read may be a budget; the meter then refuses.
        return (try? ledger.hasBudgets()) ?? true ? ledger : nil
    }
}

/// The user's catalogue, read when it is first needed.
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
