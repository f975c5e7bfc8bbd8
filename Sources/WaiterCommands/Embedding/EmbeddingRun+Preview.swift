internal import Waiter
internal import WaiterModels
package import WaiterStore
internal import WaiterTerminal

extension EmbeddingRun {
    /// Prints the token count and the cost of embedding the texts, and checks the budgets. Nothing is sent.
    ///
    /// - Parameters:
    ///   - entries: The texts.
    ///   - asJSON: Whether to print JSON.
    /// - Throws: `CommandFailure`, `CancellationError` or `StandardStream.Failure`. If a budget does not allow the
    ///   calls, the failure has exit code 11.
    package func preview(_ entries: [EmbeddingStore.Entry], asJSON: Bool) async throws {
        let (session, model) = try prepared()
        let place = try await session.quietAddress()
        let baseURL = try session.configuration(session.settings, place.baseURL, requiresKey: false).baseURL
        console.startSpinner("counting tokens")
        defer { console.stopSpinner() }
        let texts = try await unsent(entries, model, session.settings.profile.name)
        var request = EmbeddingRequest(model: model, input: .texts(texts))
        request.dimensions = dimensions ?? collection?.requestedDimensions
        let estimate = EmbeddingEstimate(
            request,
            texts: entries.count,
            catalogue: try UserCatalogue.load(session.directories),
            isFree: session.freeReason != nil
        )
        console.stopSpinner()
        if asJSON {
            try Output.write(estimate.json, to: console)
        } else {
            try console.writeForeign(estimate.lines.joined(separator: "\n") + "\n")
        }
        console.notice("waiter: not sent (dry run)")
        guard !texts.isEmpty else { return }
        let attempt = MeteredAttempt(
            operation: "embeddings.create",
            model: model,
            server: baseURL.authority,
            body: try JSONBodyEncoder.encode(request)
        )
        for status in try session.metering().admission(of: attempt) {
            console.notice(
                TerminalText.line("waiter: \(status.title): \(status.spent) spent, \(status.left) left; within budget")
            )
        }
    }

    /// Returns the texts that would be sent.
    private func unsent(
        _ entries: [EmbeddingStore.Entry],
        _ model: String,
        _ profile: String
    ) async throws -> [String] {
        guard let name else { return entries.map(\.text) }
        do {
            guard let store = try ledger.existing()?.embeddings else {
                var seen: Set<String> = []
                return entries.map(\.text).filter { seen.insert($0).inserted }
            }
            return try await store.unknownTexts(
                of: entries,
                in: name,
                model: model,
                dimensions: dimensions,
                profile: profile
            )
        } catch let error as StoreError {
            throw error.code == .vectorMismatch ? Self.failure(error) : CommandFailure(error)
        }
    }
}
