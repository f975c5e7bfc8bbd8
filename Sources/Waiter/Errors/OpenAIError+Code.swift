extension OpenAIError {
    /// The cause of an error; new ones may come with any release, so a `switch` over it needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case configuration, invalidRequest
            case badRequest, authentication, permissionDenied, notFound, timeout, conflict, payloadTooLarge
            case unprocessable, rateLimited, quotaExceeded, contextLengthExceeded, server
            case connection, invalidResponse, responseTooLarge, streamTruncated, streamError
            case budgetExceeded, fileAccess, unsupportedContent, clientShutdown
        }

        private let value: Value

        private init(_ value: Value) {
            self.value = value
        }

        /// The name of the cause, such as `rateLimited`.
        public var description: String { value.rawValue }

        /// The client cannot be built like this: no key, an unusable base URL; nothing was sent.
        public static let configuration = Code(.configuration)
        /// The request cannot be sent like this: an empty id, a number that JSON cannot carry; nothing was sent.
        public static let invalidRequest = Code(.invalidRequest)
        /// The server found the request wrong (400).
        public static let badRequest = Code(.badRequest)
        /// The key is missing, wrong or expired (401).
        public static let authentication = Code(.authentication)
        /// The key may not do this (403).
        public static let permissionDenied = Code(.permissionDenied)
        /// There is no such model, path or object (404).
        public static let notFound = Code(.notFound)
        /// A deadline of ours passed (`deadline` says which) or the server answered 408.
        public static let timeout = Code(.timeout)
        /// The server saw a conflict (409).
        public static let conflict = Code(.conflict)
        /// The request is larger than the server takes (413).
        public static let payloadTooLarge = Code(.payloadTooLarge)
        /// The request is well formed but makes no sense to the server (422).
        public static let unprocessable = Code(.unprocessable)
        /// Too many requests or tokens for now (429).
        public static let rateLimited = Code(.rateLimited)
        /// The account has no money or quota left; waiting does not help (`insufficient_quota`).
        public static let quotaExceeded = Code(.quotaExceeded)
        /// The messages and the answer do not fit into the model's context window.
        public static let contextLengthExceeded = Code(.contextLengthExceeded)
        /// The model takes no content of this kind, such as images, whatever the status.
        public static let unsupportedContent = Code(.unsupportedContent)
        /// The server failed (500 and above).
        public static let server = Code(.server)
        /// No connection, or it broke before the response began; `connectionFailure` says how.
        public static let connection = Code(.connection)
        /// The response is not what was asked for: no JSON, HTML, a missing `choices`.
        public static let invalidResponse = Code(.invalidResponse)
        /// The response is larger than the configured limit.
        public static let responseTooLarge = Code(.responseTooLarge)
        /// The stream ended before the answer did; `completion` holds what arrived.
        public static let streamTruncated = Code(.streamTruncated)
        /// The server reported an error in the middle of a stream; `completion` holds what arrived.
        public static let streamError = Code(.streamError)
        /// A budget does not allow the call, or its price is not known; nothing was sent.
        public static let budgetExceeded = Code(.budgetExceeded)
        /// A local file cannot be read or written, or changed while it was being sent.
        public static let fileAccess = Code(.fileAccess)
        /// The client was shut down before or during the call.
        public static let clientShutdown = Code(.clientShutdown)
    }
}
