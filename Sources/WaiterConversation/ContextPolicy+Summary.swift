public import Waiter
public import WaiterModels

extension ContextPolicy {
    /// What would be left out is replaced by a summary of it, which a model writes.
    ///
    /// Texts that are too long for that model are given to it in several calls, each with the summary so far. A single
    /// message that alone is too long loses its middle.
    ///
    /// - Parameters:
    ///   - client: The client through which the model is asked.
    ///   - model: The model; the size of its context comes from the catalogue, and is the conversation's when that does
    ///     not know it.
    ///   - options: What these calls do differently from their client.
    public static func summarize(
        with client: OpenAI,
        model: String,
        options: RequestOptions = RequestOptions(),
        catalogue: ModelCatalogue = .builtIn
    ) -> ContextPolicy {
        summarize(with: client, model: model, options: options, catalogue: catalogue, observing: { _ in })
    }

    /// The same, told of each call when it is over.
    package static func summarize(
        with client: OpenAI,
        model: String,
        options: RequestOptions = RequestOptions(),
        catalogue: ModelCatalogue,
        observing: @escaping @Sendable (SummaryCall) -> Void
    ) -> ContextPolicy {
        let counter = TokenCounter(model: model, catalogue: catalogue)
        let known = ContextWindow(model: model, catalogue: catalogue).limit
        let writer = SummaryWriter(
            client: client,
            options: options,
            counter: counter,
            known: known,
            observe: observing
        )
        return ContextPolicy(kind: .summarize { try await writer.summary(of: $0, room: $1) })
    }
}
