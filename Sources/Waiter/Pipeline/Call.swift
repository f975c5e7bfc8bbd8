internal import HTTPTypes

/// A prepared call, including the state that its attempts share.
struct Call: Sendable {
    var request: TransportRequest
    let operation: String
    let options: RequestOptions
    let deadlines: CallDeadlines
    let idempotencyKey: String
    /// The call's identifier for the meter, or `nil` if the idempotency key is unique and is used instead.
    let callID: String?
    let isStream: Bool
    /// The model that the call is billed for, or `nil` if the call is not metered.
    let meteredModel: String?
    let bounds: TokenBounds?
    /// The maximum length of the answer's text.
    let textLimit: TextLimit?
    /// Whether usage is requested only for the meter. If so, the request may also be sent without requesting usage.
    var requestsUsage: Bool
    /// The names of the repairs applied after rejections of this call.
    var repairs: Set<String> = []
    /// The tracker of the call, or `nil` if there is no observer.
    var tracker: CallTracker?
    /// The header fields that the observer adds to each attempt.
    var observedFields = HTTPFields()
    /// The replacement of a stale connection. It is allowed once per call.
    var replacement = ConnectionReplacement()
    /// A closure that returns additional header fields for the next attempt.
    var attemptFields: (@Sendable () -> HTTPFields)?

    /// Whether the request can be sent more than once.
    var isReplayable: Bool { request.stream?.isReplayable ?? true }

    /// Whether the call can be repeated safely, even after a successful response head was received (RFC 9110, section 9.2.1).
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

    /// Returns the names, in lowercase, of the headers that the client or the call removes.
    private func removedHeaders(_ configuration: OpenAI.Configuration) -> Set<String> {
        var removed: Set<String> = []
        for (name, value) in Array(configuration.headers) + Array(options.headers) {
            if value == nil { removed.insert(name.lowercased()) } else { removed.remove(name.lowercased()) }
        }
        return removed
    }
}
