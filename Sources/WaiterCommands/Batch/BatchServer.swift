internal import Waiter
internal import WaiterBulk
internal import WaiterLocal
internal import WaiterModels
internal import WaiterStore
internal import WaiterTerminal

/// The server for a run and the options for its calls.
struct BatchServer {
    var configuration: OpenAI.Configuration
    var transport: any Transport
    /// The model that the settings specify or that the local server serves, or `nil` if there is none.
    var model: String?
    var metering: LedgerMeter.Options
}

extension AskSession {
    /// Resolves the server for a run and starts the local server if needed.
    ///
    /// - Parameter connections: The maximum number of concurrent calls.
    /// - Returns: The server.
    /// - Throws: `CommandFailure`, `CancellationError`.
    func batchServer(connections: Int) async throws -> BatchServer {
        let place = try await address()
        var settings = settings
        if let server = place.server { settings.use(localKey: server.key) }
        if let notice = settings.keyNotice { console.notice(notice) }
        try await settings.resolveKey()
        var configuration = try configuration(settings, place.baseURL)
        configuration.maxConnections = max(configuration.maxConnections, connections)
        return BatchServer(
            configuration: configuration,
            transport: try localModel.transport(to: place.server, configuration),
            model: settings.model?.value ?? place.model,
            metering: try batchMetering()
        )
    }

    /// Returns the metering options for a run's calls.
    ///
    /// - Throws: `CommandFailure` for an invalid catalogue.
    func batchMetering() throws -> LedgerMeter.Options {
        var options = LedgerMeter.Options()
        options.profile = settings.profile.name
        options.tags = spending.tags
        options.billsListPrices = settings.profile.billing == .list ? true : nil
        options.freeReason = freeReason
        let catalogue = try UserCatalogue.load(directories)
        options.catalogue = { catalogue }
        options.onNotice = { [console] in console.notice(TerminalText.line("waiter: \($0); see: waiter usage budget")) }
        let ledger = ledger ?? LedgerSource(directories: directories)
        options.onFailure = { [console] in ledger.mention($0, console) }
        return options
    }
}
