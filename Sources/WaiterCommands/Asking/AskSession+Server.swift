internal import Waiter
internal import WaiterLocal
internal import WaiterModels
internal import WaiterTerminal

extension AskSession {
    /// Resolves the server and starts the local server if needed.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    func connect() async throws -> ServerConnection {
        let place = try await address()
        var settings = settings
        if let server = place.server { settings.use(localKey: server.key) }
        if let notice = settings.keyNotice { console.notice(notice) }
        try await settings.resolveKey()
        let configuration = try configuration(settings, place.baseURL)
        let host = configuration.baseURL.authority
        do {
            let transport = try localModel.transport(to: place.server, configuration)
            let log =
                isVerbose
                ? ExchangeLog(transport, console: console, clock: context.clock, configuration: configuration) : nil
            let metering = metering()
            let client = try OpenAI(configuration: configuration, transport: log ?? transport, meter: metering)
            return ServerConnection(client: client, host: host, metering: metering, log: log)
        } catch let error as OpenAIError {
            throw described(error, host: host)
        }
    }

    /// Returns the failure to report for a call. If the server does not recognize the model, the failure suggests the
    /// closest model that the server lists.
    func failure(_ error: OpenAIError, at connection: ServerConnection, model: String) async -> CommandFailure {
        var failure = described(error, host: connection.host)
        guard failure.status == .modelNotFound else { return failure }
        failure.what = "model '\(model)' not found"
        let options = RequestOptions(timeouts: OpenAI.Timeouts(total: .seconds(5)), maxRetries: 0)
        guard let models = try? await connection.client.models.list(options: options).data.map(\.id) else {
            return failure
        }
        failure.nextStep =
            NearestName.find(model, in: models).map { "did you mean -m \($0)?" } ?? failure.nextStep
        return failure
    }
}

extension Settings {
    /// Sends each request to the Azure deployment that has the same name as the requested model, rather than to the
    /// profile's deployment.
    mutating func useModelsAsDeployments() {
        guard profile.azure != nil, let url = baseURL?.value, let start = url.firstRange(of: "/openai/deployments/")
        else {
            return
        }
        let query = url[start.upperBound...].drop { $0 != "?" }
        baseURL?.value = url[..<start.lowerBound] + "/openai" + query
    }
}
