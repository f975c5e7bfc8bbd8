internal import Synchronization
package import Waiter
internal import WaiterConversation
internal import WaiterLedger

/// The meter of a command's calls: writes what they use into the user's ledger, and keeps its budgets.
///
/// The ledger is opened with the first call. Where nothing is to be written down, calls are metered all the same while there
/// is a budget, since a budget that can be left out is none; their rows then name no conversation.
package final class CallMetering: Meter {
    private enum State {
        case closed
        case open(LedgerMeter?)
    }

    private let source: LedgerSource
    private let directories: Directories
    private let options: LedgerMeter.Options
    private let console: Console
    private let state = Mutex(State.closed)

    package init(
        session: AskSession,
        baseURL: BaseURL,
        source: LedgerSource
    ) {
        self.source = source
        directories = session.directories
        console = session.console
        var options = LedgerMeter.Options()
        options.profile = session.settings.profile.name
        options.tags = session.spending.tags
        options.limit = session.spending.limit
        options.freeReason = Self.freeReason(session, baseURL)
        let catalogue = CatalogueSource(directories: session.directories)
        options.catalogue = { try catalogue.catalogue() }
        options.onNotice = { [console] in console.notice(TerminalText.line("waiter: \($0): see: waiter usage budget")) }
        options.onFailure = { [console] error in
            console.say(TerminalText.line("waiter: what it cost is not recorded: \(LedgerSource.words(error))"))
        }
        self.options = options
    }

    /// Only where an answer will be written down is anything changed for it.
    package var asksForUsage: Bool { source.records || isWanted }

    package func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        try await meter()?.begin(attempt)
    }

    private func meter() throws -> LedgerMeter? {
        try state.withLock { state in
            if case .open(let meter) = state { return meter }
            let meter = try opened()?.meter(options)
            state = .open(meter)
            return meter
        }
    }

    private func opened() throws -> Ledger? {
        guard source.records else { return isWanted ? try Ledger(path: source.path) : nil }
        do {
            return try source.writable()
        } catch {
            // Without a ledger there are no budgets but that of this call.
            guard options.limit == nil else { throw error }
            source.mention(error, console)
            return nil
        }
    }

    /// Whether there is a budget to keep although nothing is to be written down.
    private var isWanted: Bool {
        if options.limit != nil { return true }
        guard let ledger = try? source.readable() else { return false }
        return (try? ledger.hasBudgets()) ?? false
    }

    /// Why the calls cost nothing; nil where they may cost something.
    private static func freeReason(_ session: AskSession, _ baseURL: BaseURL) -> String? {
        if session.isLocal { return "the model on this machine" }
        return session.settings.profile.name == "ollama" && baseURL.isLoopback ? "a model on this machine" : nil
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
