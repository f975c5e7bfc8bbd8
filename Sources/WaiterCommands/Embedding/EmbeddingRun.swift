internal import Waiter
internal import WaiterModels
package import WaiterStore
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Requests embeddings and prints or stores them.
package struct EmbeddingRun: Sendable {
    package var dimensions: Int?
    package var spending = SpendingPlan()
    package var isVerbose = false
    package var reportsUsage = false

    private let session: AskSession
    /// The name of the store, or `nil` to print vectors.
    let name: String?
    let collection: EmbeddingStore.Collection?
    let ledger: LedgerSource

    var console: Console { session.console }

    /// Resolves the settings. A profile or model that is not specified is taken from the store.
    ///
    /// - Throws: `CommandFailure`.
    package init(_ flags: Settings.Flags, store name: String?, _ context: CommandContext) throws {
        let directories = name == nil ? context.directories() : try context.requiredDirectories()
        self.name = name
        let ledger = LedgerSource(directories: directories, records: !context.forbidsRecording)
        let collection: EmbeddingStore.Collection?
        do {
            collection = try name.flatMap { try ledger.existing()?.embeddings.collection($0) }
        } catch let error as StoreError {
            throw CommandFailure(error)
        }
        (self.ledger, self.collection) = (ledger, collection)
        var flags = flags
        if flags.profile == nil, flags.baseURL == nil, let name, let profile = collection?.profile {
            (flags.profile, flags.profileSource) = (profile, "the store '\(name)'")
        }
        let settings = try Settings(flags: flags, environment: context.environment, directories: directories)
        session = AskSession(settings: settings, context: context, directories: directories)
    }

    // MARK: Printing

    /// Prints the vector of each text, in order.
    ///
    /// - Parameters:
    ///   - entries: The texts.
    ///   - format: The format of the lines, or `nil` for a JSON object with all vectors and the usage.
    /// - Throws: `CommandFailure`, `CancellationError`, `StandardStream.Failure`.
    package func print(_ entries: [EmbeddingStore.Entry], format: VectorFormat?) async throws {
        let (connection, model) = try await open()
        defer { connection.finish() }
        var request = EmbeddingRequest(model: model, input: .texts(entries.map(\.text)))
        request.dimensions = dimensions
        let progress = EmbeddingProgress(console, session.context.clock, total: entries.count)
        try await reporting(connection, model) {
            guard let format else {
                let response = try await connection.client.embeddings.createAll(request)
                console.stopSpinner()
                return try Output.write(Self.json(response, entries), to: console)
            }
            // Responses can arrive in any order, but are printed in the order of the texts.
            var (waiting, next) = ([Int: EmbeddingResponse](), 0)
            try await connection.client.embeddings.createBatches(request) { range, response in
                waiting[range.lowerBound] = response
                while let response = waiting.removeValue(forKey: next) {
                    next += response.count
                    try console.write(response.map { Self.line($0.vector, format) + "\n" }.joined())
                }
                progress.show(next)
            }
        }
    }

    private static func line(_ vector: [Float], _ format: VectorFormat) -> String {
        switch format {
        case .json: "[" + vector.map { "\($0)" }.joined(separator: ",") + "]"
        case .base64:
            Data(vector.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }).base64EncodedString()
        }
    }

    private static func json(_ response: EmbeddingResponse, _ entries: [EmbeddingStore.Entry]) -> JSONValue {
        let data = response.map { embedding -> JSONValue in
            var object: JSONObject = ["index": .integer(Int64(embedding.index))]
            object["id"] = entries[embedding.index].label.map { .string($0) }
            object["text"] = .string(entries[embedding.index].text)
            object["embedding"] = .array(embedding.vector.map { .number(Double("\($0)") ?? Double($0)) })
            return .object(object)
        }
        var object: JSONObject = ["model": .string(response.model), "data": .array(data)]
        if let usage = response.usage {
            object["usage"] = [
                "prompt_tokens": .integer(Int64(usage.promptTokens)),
                "total_tokens": .integer(Int64(usage.totalTokens)),
            ]
        }
        return .object(object)
    }

    // MARK: Storing

    /// Stores the texts with their vectors.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`, `StandardStream.Failure`.
    package func keep(_ entries: [EmbeddingStore.Entry], asJSON: Bool) async throws {
        guard let name else { return }
        let store = try store()
        let (connection, model) = try await open()
        defer { connection.finish() }
        let progress = EmbeddingProgress(console, session.context.clock, total: entries.count)
        let outcome = try await reporting(connection, model) {
            try await store.embed(
                entries,
                in: name,
                with: connection.client,
                model: model,
                dimensions: dimensions,
                profile: session.settings.profile.name,
                onProgress: { completed, _ in progress.show(completed) }
            )
        }
        console.stopSpinner()
        let count = try await store.collection(name)?.count ?? 0
        if asJSON {
            let value: JSONValue = [
                "store": .string(name), "model": .string(model), "added": .integer(Int64(outcome.added)),
                "sent": .integer(Int64(outcome.sent)), "count": .integer(Int64(count)),
            ]
            return try Output.write(value, to: console)
        }
        let texts = "\(outcome.added) text\(outcome.added == 1 ? "" : "s")"
        console.notice(
            TerminalText.line("waiter: added \(texts) to '\(name)' (\(count) in total; sent: \(outcome.sent))")
        )
    }

    // MARK: Searching

    /// Returns the stored texts that are most similar to a given text.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    package func nearest(to text: String, count: Int) async throws -> [EmbeddingStore.Match] {
        guard let name else { return [] }
        let store = try store()
        guard collection != nil else { throw try unknown(name, store) }
        let (connection, model) = try await open()
        defer { connection.finish() }
        defer { console.stopSpinner() }
        console.startSpinner("searching \(name)")
        return try await reporting(connection, model) {
            try await store.nearest(to: text, in: name, count: count, with: connection.client)
        }
    }

    private func unknown(_ name: String, _ store: EmbeddingStore) throws -> CommandFailure {
        let names = try store.collections().map(\.name)
        let nearest = NearestName.find(name, in: names).map { "did you mean '\($0)'?" }
        return .usage(
            "no embeddings are stored under the name '\(name)'",
            nextStep: nearest ?? (names.isEmpty ? "store some with: waiter embed --store" : "see: waiter embed list")
        )
    }

    // MARK: Server and store

    private func store() throws -> EmbeddingStore {
        do {
            guard let ledger = try ledger.metered() else { throw StoreError.empty }
            return ledger.embeddings
        } catch let error as StoreError {
            throw CommandFailure(error)
        }
    }

    /// Connects to the server.
    private func open() async throws -> (connection: ServerConnection, model: String) {
        let (session, model) = try prepared()
        return (try await session.connect(), model)
    }

    /// Returns the session with all settings applied, and the model.
    func prepared() throws -> (session: AskSession, model: String) {
        var session = session
        (session.isVerbose, session.spending, session.ledger) = (isVerbose, spending, ledger)
        if session.isLocal {
            throw CommandFailure.usage(
                "the local model does not compute embeddings",
                nextStep: session.settings.isLocalByDefault
                    ? "set OPENAI_API_KEY, or choose another server with -P" : "choose another server with -P"
            )
        }
        let model = try model()
        // On Azure, each model has its own deployment.
        session.settings.useModelsAsDeployments()
        return (session, model)
    }

    /// Returns the model given with `-m`, the store's model, or the profile's default model for embeddings.
    private func model() throws -> String {
        let settings = session.settings
        if let model = settings.model, settings.sources["model"]?.hasPrefix("-m") == true { return model.value }
        if let model = collection?.model ?? settings.profile.embeddingModel { return model }
        throw CommandFailure.usage(
            "no embedding model selected for '\(settings.profile.name)'",
            nextStep: "choose one with -m, or set \"embedding_model\" in the profile"
        )
    }

    /// Runs calls, converts their errors for the user, and prints the usage if requested.
    private func reporting<Result>(
        _ connection: ServerConnection,
        _ model: String,
        _ calls: () async throws -> Result
    ) async throws -> Result {
        defer {
            console.stopSpinner()
            if reportsUsage { console.say(TerminalText.line(connection.metering.sum.embeddingUsage)) }
        }
        do {
            return try await calls()
        } catch let error as OpenAIError {
            throw await session.failure(error, at: connection, model: model)
        } catch let error as StoreError where error.code == .vectorMismatch {
            throw Self.failure(error)
        }
    }

    /// Returns the failure for vectors that do not match the store.
    static func failure(_ error: StoreError) -> CommandFailure {
        var failure = CommandFailure(error)
        failure.nextStep = "choose another name with --store, or remove the existing store with: waiter embed rm"
        return failure
    }
}

extension UsageSum {
    /// The token count and the cost, as one line.
    fileprivate var embeddingUsage: String {
        let requests = "\(calls) request\(calls == 1 ? "" : "s")"
        let mark = estimatedCalls > 0 ? "~" : ""
        let cost = unknownCalls > 0 ? "?" : "\(mark)\(knownCost)"
        return "tokens: \(mark)\(input) in, \(requests), cost \(cost)"
    }
}
