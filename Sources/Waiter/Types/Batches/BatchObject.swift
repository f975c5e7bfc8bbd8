/// A batch of requests. The server processes the batch within a day, at a lower price than separate requests.
public struct BatchObject: Codable, Sendable, Hashable, Identifiable {
    /// The state of a batch.
    public struct Status: ExtensibleEnum {
        /// The input file is being validated.
        public static let validating = Status(rawValue: "validating")
        /// The input file is invalid; see `errors`.
        public static let failed = Status(rawValue: "failed")
        /// The requests are being processed.
        public static let inProgress = Status(rawValue: "in_progress")
        /// The output file is being written.
        public static let finalizing = Status(rawValue: "finalizing")
        /// All requests have been processed, successfully or not.
        public static let completed = Status(rawValue: "completed")
        /// Some requests were not processed in time.
        public static let expired = Status(rawValue: "expired")
        /// The batch is being cancelled. Cancellation can take up to ten minutes.
        public static let cancelling = Status(rawValue: "cancelling")
        /// The batch was cancelled.
        public static let cancelled = Status(rawValue: "cancelled")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a status from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Whether the status is final.
        public var isFinal: Bool { [.failed, .completed, .expired, .cancelled].contains(self) }
    }

    /// An error in the input file.
    public struct InputError: Codable, Sendable, Hashable {
        /// The error code.
        public var code: String?
        /// The error message.
        public var message: String?
        /// The name of the invalid parameter.
        public var param: String?
        /// The line number in the input file.
        public var line: Int?

        private enum CodingKeys: String, CodingKey { case code, message, param, line }

        /// Decodes an error. All members are optional.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            code = try container.text(forKey: .code)
            message = try container.text(forKey: .message)
            param = try container.text(forKey: .param)
            line = try container.integer(forKey: .line)
        }
    }

    /// The number of requests with each outcome.
    public struct RequestCounts: Codable, Sendable, Hashable {
        /// The total number of requests.
        public var total: Int
        /// The number of requests that succeeded.
        public var completed: Int
        /// The number of requests that failed.
        public var failed: Int

        /// Creates request counts.
        public init(total: Int = 0, completed: Int = 0, failed: Int = 0) {
            self.total = total
            self.completed = completed
            self.failed = failed
        }

        private enum CodingKeys: String, CodingKey { case total, completed, failed }

        /// Decodes request counts. A missing count is decoded as 0.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            total = try container.integer(forKey: .total) ?? 0
            completed = try container.integer(forKey: .completed) ?? 0
            failed = try container.integer(forKey: .failed) ?? 0
        }
    }

    /// The batch's ID.
    public var id: String
    /// The object type, `batch`.
    public var object: String
    /// The endpoint that processes the requests.
    public var endpoint: BatchRequest.Endpoint
    /// The model that processes the requests, or `nil` if the server does not report it.
    public var model: String?
    /// The errors in the input file, if the file is invalid.
    public var errors: [InputError]
    /// The ID of the input file.
    public var inputFileID: String
    /// The time within which the batch is processed, such as `24h`.
    public var completionWindow: String
    /// The state of the batch.
    public var status: Status
    /// The ID of the file with the results of successful requests, or `nil` if the file does not exist yet.
    public var outputFileID: String?
    /// The ID of the file with the results of failed requests, or `nil` if there is no such file.
    public var errorFileID: String?
    /// The creation time in seconds since 1970.
    public var createdAt: Int?
    /// The time in seconds since 1970 at which processing began.
    public var inProgressAt: Int?
    /// The time in seconds since 1970 at which the batch expires.
    public var expiresAt: Int?
    /// The time in seconds since 1970 at which the server began to write the output.
    public var finalizingAt: Int?
    /// The time in seconds since 1970 at which the batch was completed.
    public var completedAt: Int?
    /// The time in seconds since 1970 at which the batch failed.
    public var failedAt: Int?
    /// The time in seconds since 1970 at which the batch expired.
    public var expiredAt: Int?
    /// The time in seconds since 1970 at which cancellation began.
    public var cancellingAt: Int?
    /// The time in seconds since 1970 at which the batch was cancelled.
    public var cancelledAt: Int?
    /// The number of requests with each outcome, or `nil` if the server does not report it.
    public var requestCounts: RequestCounts?
    /// The token usage of all requests, or `nil` if the server does not report it.
    public var usage: CompletionUsage?
    /// The key-value pairs stored with the batch.
    public var metadata: [String: String]?
}
