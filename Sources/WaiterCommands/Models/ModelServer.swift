internal import Waiter
internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A profile's server, for requests about its models.
struct ModelServer: Sendable {
    private let client: OpenAI
    private let settings: Settings
    private let console: Console
    private let clock: CommandClock
    private let host: String
    private let address: String
    private let lists: ModelLists

    /// Creates a client for the profile's server.
    ///
    /// - Throws: `CommandFailure` if the profile has no server or its key cannot be used, or `CancellationError`.
    init(flags: Settings.Flags, context: CommandContext) async throws {
        let directories = context.directories()
        var settings = try Settings(flags: flags, environment: context.environment, directories: directories)
        let local = LocalModel(directory: directories.localModel, environment: context.environment)
        let server =
            if let address = settings.baseURL {
                try local.server(at: address, key: settings.key)
            } else {
                try Self.running(local, settings, directories)
            }
        if let server { settings.use(localKey: server.key) }
        let found = settings.baseURL ?? SourcedValue(value: server?.baseURL ?? "", source: "the local server")
        try await settings.resolveKey()
        let console = context.console
        let configuration = try settings.configuration(
            baseURL: found,
            environment: context.environment,
            onRetry: { console.notice($0.summary) }
        )
        client = try OpenAI(
            configuration: configuration,
            transport: local.transport(to: server, configuration)
        )
        host = configuration.baseURL.authority
        address = found.value
        lists = ModelLists(directory: directories.modelLists)
        self.settings = settings
        self.console = console
        clock = context.clock
    }

    /// Returns the local server if it is running. The server is not started only to list its single model.
    private static func running(
        _ model: LocalModel,
        _ settings: Settings,
        _ directories: Directories
    ) throws -> RunningServer? {
        guard settings.profile.isLocal else {
            throw CommandFailure.usage(
                "the profile '\(settings.profile.name)' has no base_url",
                nextStep: "add one to \(directories.configurationFile), or pass --base-url"
            )
        }
        guard let server = model.runningServer else {
            let start = model.knownModel == nil ? "waiter local install" : "waiter local start"
            throw CommandFailure(
                .network,
                "the local model is not running",
                nextStep: "run: \(start); or use another server with -P or --base-url",
                kind: "notRunning"
            )
        }
        return server
    }

    /// Requests the list of all models and caches it for later listings and completion.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    func list() async throws -> ListedModels {
        let models = try await models().map(\.model)
        let now = Int(clock.date().timeIntervalSince1970)
        let list = ListedModels(baseURL: address, listedAt: now, models: models)
        // A base URL that is given for a single call is not part of the profile.
        if let source = settings.baseURL?.source, source != "--base-url" {
            lists.keep(list, ofProfile: settings.profile.name)
        }
        return list
    }

    /// Requests all models. Each model is returned with its original JSON.
    private func models() async throws -> [(model: ModelInfo, json: JSONValue)] {
        try await asking {
            let response = try await client.send(.modelList())
            let written = (try? JSONValue(parsingForeign: response.body))?["data"]?.arrayValue ?? []
            return response.value.data.enumerated().map { number, model in
                (model, number < written.count ? written[number] : .null)
            }
        }
    }

    /// Requests a single model or looks it up in the list if the server has no endpoint for single models.
    ///
    /// - Throws: `CommandFailure` with exit code 5 if there is no such model, or `CancellationError`.
    func model(_ name: String) async throws -> JSONValue {
        do {
            return try await asking {
                let response = try await client.send(.model(name))
                return (try? JSONValue(parsingForeign: response.body)) ?? ["id": .string(response.value.id)]
            }
        } catch let failure as CommandFailure where failure.httpStatus == 404 || failure.httpStatus == 405 {
            let all = try await models()
            let id = try KnownModels.id(name, among: Set(all.map(\.model.id)))
            return all.first { $0.model.id == id }?.json ?? ["id": .string(id)]
        }
    }

    private func asking<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
        console.startSpinner("listing the models of \(host)")
        defer { console.stopSpinner() }
        do {
            return try await work()
        } catch let error as OpenAIError {
            var failure = CommandFailure(error, host: host, keyRemedy: settings.keyRemedy)
            if error.code == .notFound {
                // For a list of models, a 404 response that mentions models does not mean that a particular model is
                // missing.
                failure.status = .failure
                failure.what = "the server lists no models"
                failure.nextStep = "check the base URL; most end in /v1"
            }
            if settings.profile.name == "ollama", error.connectionFailure == .refused {
                failure.nextStep = "start it with: ollama serve"
            }
            throw failure
        }
    }
}
