internal import Waiter
internal import WaiterConversation
internal import WaiterModels

extension AskSession {
    /// The model that a name means at a server, aliases followed.
    ///
    /// - Throws: `CommandFailure` for one that the server does not have, with the nearest that it has.
    func checked(model name: String, at endpoint: ModelEndpoint) async throws -> String {
        let store = try ModelStore(path: directories.modelFile)
        let model = try store.model(named: name)
        let options = RequestOptions(timeouts: OpenAI.Timeouts(total: .seconds(5)), maxRetries: 0)
        guard let served = try? await endpoint.client.models.list(options: options).data.map(\.id), !served.isEmpty,
            !served.contains(model)
        else { return model }
        let nearest = NearestName.find(model, in: served)
        throw CommandFailure(
            .modelNotFound,
            "there is no model '\(model)' at \(endpoint.host)",
            nextStep: nearest.map { "did you mean: /model \($0)" }
                ?? "served are \(served.prefix(12).joined(separator: ", "))",
            kind: "notFound"
        )
    }
}
