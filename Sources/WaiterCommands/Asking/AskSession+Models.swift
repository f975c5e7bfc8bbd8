internal import Waiter
internal import WaiterConversation
internal import WaiterModels

extension AskSession {
    /// Returns the model that a name refers to, with aliases resolved.
    ///
    /// - Throws: `CommandFailure` for circular aliases.
    func model(named name: String) throws -> String {
        try ModelStore(path: directories.modelFile).model(named: name)
    }

    /// Returns a warning if the server does not list the model, or `nil` otherwise. The warning suggests the closest
    /// model that the server lists.
    ///
    /// The warning is only a hint, because many servers accept models that they do not list.
    func doubt(about model: String, at endpoint: ModelEndpoint) async -> String? {
        let options = RequestOptions(timeouts: OpenAI.Timeouts(total: .seconds(5)), maxRetries: 0)
        guard let served = try? await endpoint.client.models.list(options: options).data.map(\.id), !served.isEmpty,
            !served.contains(model)
        else { return nil }
        let hint =
            NearestName.find(model, in: served).map { "did you mean /model \($0)?" }
            ?? "available: \(served.prefix(12).joined(separator: ", "))"
        return "\(endpoint.host) does not list a model '\(model)'; \(hint)"
    }
}
