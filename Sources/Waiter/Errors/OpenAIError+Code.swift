extension OpenAIError {
    /// The cause of an error. Because future releases can add causes, a `switch` needs a `default` case.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case configuration, invalidRequest
            case badRequest, authentication, permissionDenied, notFound, timeout, conflict, payloadTooLarge
            case unprocessable, rateLimited, quotaExceeded, contextLengthExceeded, server
            case connection, invalidResponse, responseTooLarge, streamTruncated, streamError
            case budgetExceeded, fileAccess, unsupportedContent, clientShutdown
            case invalidSchema, schemaViolation, refusal, lengthLimit, contentFilter, toolLoop
        }

        private let value: Value

        private init(_ value: Value) {
            self.value = value
        }

        /// The name of the cause, such as `rateLimited`.
        public var description: String { value.rawValue }

        /// The client's configuration is invalid, for example because the key is missing or the base URL is malformed.
        /// Nothing was sent.
        public static let configuration = Code(.configuration)
        /// The request cannot be sent, for example because of an empty ID or a number that JSON cannot represent.
        /// Nothing was sent.
        public static let invalidRequest = Code(.invalidRequest)
        /// The server rejected the request as invalid (400).
        public static let badRequest = Code(.badRequest)
        /// The key is missing, invalid or expired (401).
        public static let authentication = Code(.authentication)
        /// The key lacks the required permission (403).
        public static let permissionDenied = Code(.permissionDenied)
        /// The model, path or object does not exist (404).
        public static let notFound = Code(.notFound)
        /// A deadline of the call was exceeded (see `deadline`), or the server responded with 408.
        public static let timeout = Code(.timeout)
        /// The request conflicts with the current state of the object (409).
        public static let conflict = Code(.conflict)
        /// The request exceeds the server's size limit (413).
        public static let payloadTooLarge = Code(.payloadTooLarge)
        /// The request is well formed but semantically invalid (422).
        public static let unprocessable = Code(.unprocessable)
        /// A rate limit on requests or tokens was exceeded (429).
        public static let rateLimited = Code(.rateLimited)
        /// The account has no credit or quota left (`insufficient_quota`). Retrying later does not help.
        public static let quotaExceeded = Code(.quotaExceeded)
        /// The messages and the answer exceed the model's context window.
        public static let contextLengthExceeded = Code(.contextLengthExceeded)
        /// The request contains a type of content, such as images, that the model does not support. Servers use various
        /// statuses for this error.
        public static let unsupportedContent = Code(.unsupportedContent)
        /// The server failed to process the request (500 and above).
        public static let server = Code(.server)
        /// The connection failed before the response began. See `connectionFailure`.
        public static let connection = Code(.connection)
        /// The response does not have the expected format. For example, the response is HTML, is invalid JSON, or lacks
        /// `choices`.
        public static let invalidResponse = Code(.invalidResponse)
        /// The response exceeds the configured size limit.
        public static let responseTooLarge = Code(.responseTooLarge)
        /// The stream ended before the answer was complete. `completion` contains the partial answer.
        public static let streamTruncated = Code(.streamTruncated)
        /// The server reported an error during a stream. `completion` contains the partial answer.
        public static let streamError = Code(.streamError)
        /// The call could exceed a budget, or its maximum cost is unknown. Nothing was sent.
        public static let budgetExceeded = Code(.budgetExceeded)
        /// A local file could not be read or written, or the file changed while it was being sent.
        public static let fileAccess = Code(.fileAccess)
        /// The client was shut down before or during the call.
        public static let clientShutdown = Code(.clientShutdown)
        /// A JSON Schema is invalid or unsupported, or cannot be derived from a type. Nothing was sent.
        public static let invalidSchema = Code(.invalidSchema)
        /// The answer does not conform to the requested schema. `completion` contains the answer.
        public static let schemaViolation = Code(.schemaViolation)
        /// The model refused to answer. `completion` contains the refusal.
        public static let refusal = Code(.refusal)
        /// The answer reached the token limit before its value was complete. `completion` contains the partial answer.
        public static let lengthLimit = Code(.lengthLimit)
        /// A content filter stopped the answer before its value was complete. `completion` contains the partial answer.
        public static let contentFilter = Code(.contentFilter)
        /// A tool loop failed, for example because the model repeated the same call too often.
        public static let toolLoop = Code(.toolLoop)
    }
}
