internal import HTTPTypes

/// One prepared call: what its attempts have in common.
struct Call: Sendable {
    var request: TransportRequest
    let operation: String
    let options: RequestOptions
    let deadlines: CallDeadlines
    let idempotencyKey: String
    /// The identifier of the call for its meter; nil when the idempotency key, which is then unique, serves as one.
    let callID: String?
    let isStream: Bool
    /// The model whose tokens are billed; nil when nothing is metered.
    let meteredModel: String?
    let bounds: TokenBounds?
    /// The longest text that the answer may be.
    let textLimit: TextLimit?
    /// Whether the body requests usage for the meter alone, so that the request may be sent without it.
    var requestsUsage: Bool
    /// The repairs that refusals of this call asked for.
    var repairs: Set<String> = []
    /// The replacement of a stale connection, of which a call has one.
    let replacement = ConnectionReplacement()
    /// Header fields of the next attempt.
    var attemptFields: (@Sendable () -> HTTPFields)?

    /// Whether the request can be sent more than once.
    var isReplayable: Bool { request.stream?.isReplayable ?? true }

    /// Whether a repeat is free, also once a successful head has arrived: RFC 9110, section 9.2.1.
    var isSafe: Bool { request.head.method == .get || request.head.method == .head }

    func context(attempt: Int, _ configuration: OpenAI.Configuration, _ redactor: Redactor) -> CallContext {
        CallContext(
            operation: operation,
            attempt: attempt,
            idempotencyKey: idempotencyKey,
            logger: configuration.logger,
            apiKey: options.apiKey ?? configuration.apiKey,
            authentication: configuration.authentication,
            removedHeaders: removedHeaders(configuration),
            redactor: redactor
        )
    }

    /// The headers that the client or the call removes, in lower case.
    private func removedHeaders(_ configuration: OpenAI.Configuration) -> Set<String> {
        var removed: Set<String> = []
        for (name, value) in Array(configuration.headers) + Array(options.headers) {
            if value == nil { removed.insert(name.lowercased()) } else { removed.remove(name.lowercased()) }
        }
        return removed
    }
}
