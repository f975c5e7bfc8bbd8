internal import Waiter
internal import WaiterConversation
internal import WaiterModels

extension AskSession {
    /// The model that a name means, aliases followed.
    ///
    /// - Throws: `CommandFailure` for aliases that lead back to where they began.
    func model(named name: String) throws -> String {
        try ModelStore(path: directories.modelFile).model(named: name)
    }

    /// What speaks against a model: that the server does not list it, with the nearest that it does.
    ///
    /// That proves nothing, since many servers take names that they do not list.
    func doubt(about model: String, at endpoint: ModelEndpoint) async -> String? {
        let options = RequestOptions(timeouts: OpenAI.Timeouts(total: .seconds(5)), maxRetries: 0)
        guard let served = try? await endpoint.client.models.list(options: options).data.map(\.id), !served.isEmpty,
            !served.contains(model)
        else { return nil }
        let hint =
            NearestName.find(model, in: served).map { "did you mean: /model \($0)" }
            ?? "it lists \(served.prefix(12).joined(separator: ", "))"
        return "\(endpoint.host) does not list a model '\(model)': \(hint)"
    }
}
