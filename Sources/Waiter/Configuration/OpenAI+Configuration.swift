internal import HTTPTypes
public import Logging

extension OpenAI {
    /// The configuration of a client: server, credentials, timeouts and retries.
    ///
    /// Use one configuration per provider. Configurations are validated on creation, so mistakes surface at startup
    /// rather than on the first call.
    public struct Configuration: Sendable {
        /// The API key, or `nil` for servers that do not require a key.
        public var apiKey: APIKey?
        /// The base URL of the API.
        public var baseURL: BaseURL
        /// The authentication scheme used to send the key.
        public var authentication: AuthenticationScheme
        /// The organization to bill, sent in the `OpenAI-Organization` header.
        public var organization: String?
        /// The project to bill, sent in the `OpenAI-Project` header.
        public var project: String?
        /// The headers to send with all calls. Header names are case-insensitive. A `nil` value removes the header that
        /// Waiter would otherwise send.
        ///
        /// These headers take precedence over Waiter's own headers, but not over the `headers` in a call's
        /// `RequestOptions`.
        public var headers: [String: String?]
        /// The timeouts for calls.
        public var timeouts: OpenAI.Timeouts
        /// The retry policy.
        public var retry: RetryPolicy
        /// Upper bounds on response sizes.
        public var limits: OpenAI.Limits
        /// The maximum number of concurrent connections. Additional calls wait for a free connection. The wait counts
        /// toward the call's total timeout.
        public var maxConnections: Int
        /// The trusted root certificates.
        public var tls: TLS
        /// The HTTP proxy, or `nil` to connect directly.
        public var proxy: OpenAI.Proxy?
        /// The rate limits, or `nil` to send calls without delay. To enforce the limits, the client creates an
        /// in-memory rate limiter, which delays calls.
        ///
        ///     configuration.rateLimits = RateLimiter.Limits(requestsPerMinute: 500)
        ///
        /// To share limits between clients, use the same `RateLimiter` as the meter of each client. To share limits
        /// between processes, use a ledger.
        public var rateLimits: RateLimiter.Limits?
        /// Whether the client is allowed to send the key over plain HTTP to a host other than this machine.
        public var allowsKeyOverPlainHTTP: Bool
        /// The middleware that intercepts each attempt. The first middleware in the array is the outermost.
        public var middlewares: [any ClientMiddleware]
        /// The logger for notable events, or `nil` for no logging. Headers are logged only at trace level. Bodies and
        /// keys are never logged.
        ///
        /// At debug level, each response is logged. When a stream ends, its duration, time to first token and token
        /// counts are also logged. Messages are logged in the task that makes the call or reads the stream. A metadata
        /// provider therefore has access to the task-local values of that task.
        public var logger: Logger?
        /// The clock used for deadlines and retries. Tests can replace the clock.
        public var clock: any Clock<Duration>

        /// Creates and validates a configuration.
        ///
        /// - Throws: `OpenAIError` with code `.configuration` if a value is invalid. The message describes the value
        ///   and how to correct it.
        public init(
            apiKey: APIKey? = nil,
            baseURL: BaseURL = .openAI,
            authentication: AuthenticationScheme = .bearer,
            organization: String? = nil,
            project: String? = nil,
            headers: [String: String?] = [:],
            timeouts: OpenAI.Timeouts = OpenAI.Timeouts(),
            retry: RetryPolicy = RetryPolicy(),
            limits: OpenAI.Limits = OpenAI.Limits(),
            maxConnections: Int = 256,
            tls: OpenAI.TLS = OpenAI.TLS(),
            proxy: OpenAI.Proxy? = nil,
            rateLimits: RateLimiter.Limits? = nil,
            allowsKeyOverPlainHTTP: Bool = false,
            middlewares: [any ClientMiddleware] = [],
            logger: Logger? = nil,
            clock: any Clock<Duration> = ContinuousClock()
        ) throws {
            self.apiKey = apiKey
            self.baseURL = baseURL
            self.authentication = authentication
            self.organization = organization
            self.project = project
            self.headers = headers
            self.timeouts = timeouts
            self.retry = retry
            self.limits = limits
            self.maxConnections = maxConnections
            self.tls = tls
            self.proxy = proxy
            self.rateLimits = rateLimits
            self.allowsKeyOverPlainHTTP = allowsKeyOverPlainHTTP
            self.middlewares = middlewares
            self.logger = logger
            self.clock = clock
            try validate()
        }
    }
}

extension OpenAI.Configuration {
    /// Validates the configuration. The client calls this method again, because properties can change after `init`.
    package func validate() throws {
        if let defect = apiKey?.immediateValue.flatMap(APIKey.defect) {
            throw OpenAIError(.configuration, "the API key is invalid: \(defect); set OPENAI_API_KEY to the key itself")
        }
        if apiKey == nil, !baseURL.isLoopback, authentication != .anonymous, !carriesOwnAuthorization {
            throw OpenAIError(
                .configuration,
                "no API key for \(baseURL.host); set OPENAI_API_KEY, or point OPENAI_BASE_URL at a server on this machine"
            )
        }
        if apiKey != nil, authentication != .anonymous, baseURL.scheme == "http", !baseURL.isLoopback,
            !allowsKeyOverPlainHTTP
        {
            throw OpenAIError(
                .configuration,
                "the API key would be sent to \(baseURL.host) unencrypted; use https, or set allowsKeyOverPlainHTTP"
            )
        }
        for (name, value) in [("organization", organization), ("project", project)] {
            if let value, !HTTPField.isValidValue(value) {
                throw OpenAIError(.configuration, "the \(name) is not a valid header value")
            }
        }
        for (name, value) in headers {
            guard HTTPField.Name(name) != nil, value.map(HTTPField.isValidValue) ?? true else {
                throw OpenAIError(.configuration, "invalid header name or value: '\(Redactor.redactShapes(name))'")
            }
        }
        if maxConnections < 1 {
            throw OpenAIError(.configuration, "maxConnections must be at least 1")
        }
        try timeouts.validate()
        try retry.validate()
        try limits.validate()
    }

    private var carriesOwnAuthorization: Bool {
        !middlewares.isEmpty
            || headers.contains { ["authorization", "api-key"].contains($0.key.lowercased()) && $0.value != nil }
    }
}
