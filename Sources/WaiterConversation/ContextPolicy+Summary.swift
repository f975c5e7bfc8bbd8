public import Waiter
public import WaiterModels

extension ContextPolicy {
    /// Replaces omitted messages with a summary written by a model.
    ///
    /// Text that exceeds the summarizing model's context window is summarized in several calls, each of which includes
    /// the summary so far. If a single message is too long, its middle is omitted.
    ///
    /// - Parameters:
    ///   - client: The client that is used to call the model.
    ///   - model: The model that writes the summary. The size of its context window is taken from the catalogue, or
    ///     from the conversation if the catalogue does not contain the model.
    ///   - api: The API for the summary calls.
    ///   - options: The options for the summary calls.
    ///   - catalogue: The model catalogue.
    /// - Returns: The policy.
    public static func summarize(
        with client: OpenAI,
        model: String,
        api: ModelAPI = .chatCompletions,
        options: RequestOptions = RequestOptions(),
        catalogue: ModelCatalogue = .builtIn
    ) -> ContextPolicy {
        summarize(with: client, model: model, api: api, options: options, catalogue: catalogue, observing: { _ in })
    }

    /// Replaces omitted messages with a summary written by a model, and reports each call when it ends.
    package static func summarize(
        with client: OpenAI,
        model: String,
        api: ModelAPI = .chatCompletions,
        options: RequestOptions = RequestOptions(),
        catalogue: ModelCatalogue,
        observing: @escaping @Sendable (SummaryCall) -> Void
    ) -> ContextPolicy {
        let counter = TokenCounter(model: model, catalogue: catalogue)
        let known = ContextWindow(model: model, catalogue: catalogue).limit
        let writer = SummaryWriter(
            client: client,
            api: api,
            options: options,
            counter: counter,
            known: known,
            observe: observing
        )
        return ContextPolicy(kind: .summarize { try await writer.summary(of: $0, room: $1) })
    }
}
