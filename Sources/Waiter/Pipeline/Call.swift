internal import HTTPTypes

/// A prepared call, including the state that its attempts share.
///
/// Asynchronous functions reserve space for all of their values. This type is a class so that such functions need space
/// only for a reference to the call. A call is used by a single task.
final class Call {
    var request: TransportRequest
    let operation: String
    let options: RequestOptions
    let deadlines: CallDeadlines
    let idempotencyKey: String
    /// The call's identifier for the meter, or `nil` if the idempotency key is unique and serves as the identifier.
    let callID: String?
    let isStream: Bool
    /// The model that determines the price of the call, or `nil` if the call is not metered.
    let meteredModel: String?
    let bounds: TokenBounds?
    /// The maximum length of the answer's text.
    let textLimit: TextLimit?
    /// Whether usage is requested only because a meter needs it. If the server rejects such a request, the client sends
    /// the request again without requesting usage.
    var requestsUsage: Bool
    /// The names of the repairs applied after the server rejected this call's requests.
    var repairs: Set<String> = []
    /// The tracker of the call, or `nil` if there is no observer.
    var tracker: CallTracker?
    /// The header fields that the observer adds to each attempt.
    var observedFields = HTTPFields()
    /// The replacement of a stale connection. Each call is allowed one replacement.
    var replacement = ConnectionReplacement()
    /// A closure that returns additional header fields for the next attempt.
    var attemptFields: (@Sendable () -> HTTPFields)?

    init(
        request: TransportRequest,
        operation: String,
        options: RequestOptions,
        deadlines: CallDeadlines,
        idempotencyKey: String,
        callID: String?,
        isStream: Bool,
        meteredModel: String?,
        bounds: TokenBounds?,
        textLimit: TextLimit?,
        requestsUsage: Bool
    ) {
        self.request = request
        self.operation = operation
        self.options = options
        self.deadlines = deadlines
        self.idempotencyKey = idempotencyKey
        self.callID = callID
        self.isStream = isStream
        self.meteredModel = meteredModel
        self.bounds = bounds
        self.textLimit = textLimit
        self.requestsUsage = requestsUsage
    }

    /// Whether the request can be sent more than once.
    var isReplayable: Bool { request.stream?.isReplayable ?? true }

    /// Whether the call can be repeated safely, even after a successful response head was received (RFC 9110, section
    /// 9.2.1).
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
