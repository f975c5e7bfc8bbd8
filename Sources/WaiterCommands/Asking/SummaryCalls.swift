internal import Synchronization
internal import Waiter
internal import WaiterConversation
internal import WaiterStore

/// Collects summary calls until they are recorded.
final class SummaryCalls: Sendable {
    private struct State: Sendable {
        var calls: [SummaryCall] = []
        var lastFailed = false
    }

    private let state = Mutex(State())

    /// Whether the last summary call failed. If so, the request that needs the summary also fails.
    var endWithFailure: Bool { state.withLock { $0.lastFailed } }

    func add(_ call: SummaryCall) {
        state.withLock { state in
            state.calls.append(call)
            if case .failure = call.result { state.lastFailed = true } else { state.lastFailed = false }
        }
    }

    /// Records the calls together with their conversation.
    ///
    /// - Throws: `StoreError`.
    func write(
        in stored: inout StoredConversation,
        to store: ConversationStore,
        profile: String,
        endpoint: ModelEndpoint
    ) throws {
        let taken = state.withLock { state in
            defer { state.calls = [] }
            return state.calls
        }
        let redactor = Redactor([endpoint.client.configuration.apiKey])
        for call in taken {
            let start = CallStart(
                model: call.request.model,
                request: try JSONBodyEncoder.encode(call.request),
                profile: profile,
                server: endpoint.host,
                id: call.id
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
