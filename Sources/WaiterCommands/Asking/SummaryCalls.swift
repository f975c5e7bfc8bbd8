internal import Synchronization
internal import Waiter
internal import WaiterConversation
internal import WaiterStore

/// The calls that summed up what no longer fits, until they are written down.
final class SummaryCalls: Sendable {
    private let calls = Mutex<[SummaryCall]>([])

    func add(_ call: SummaryCall) { calls.withLock { $0.append(call) } }

    /// Writes them down with the conversation that they are of.
    ///
    /// - Throws: `StoreError`.
    func write(
        in stored: inout StoredConversation,
        to store: ConversationStore,
        profile: String,
        endpoint: ModelEndpoint
    ) throws {
        let taken = calls.withLock { calls in
            defer { calls = [] }
            return calls
        }
        let redactor = Redactor([endpoint.client.configuration.apiKey])
        for call in taken {
            let start = CallStart(
                model: call.request.model,
                request: try JSONBodyEncoder.encode(call.request),
                profile: profile,
                server: endpoint.host
            )
            var end = CallEnd(status: .complete, duration: call.duration)
            switch call.result {
            case .success(let completion): end.completion = completion
            case .failure(let error):
                end.status = error is CancellationError ? .interrupted : .failed
                end.error = (error as? OpenAIError).map { redactor.redact($0.description) }
                end.requestID = (error as? OpenAIError)?.requestID.map(redactor.redact)
            }
            try store.add(start, end, in: &stored)
        }
    }
}
