/// A request to create a batch: `POST /batches`.
///
///     let request = BatchRequest(inputFileID: file.id, endpoint: .chatCompletions)
public struct BatchRequest: Codable, Sendable, Hashable {
    /// An endpoint that can process the requests in a batch.
    public struct Endpoint: ExtensibleEnum {
        /// The Responses API.
        public static let responses = Endpoint(rawValue: "/v1/responses")
        /// Chat completions.
        public static let chatCompletions = Endpoint(rawValue: "/v1/chat/completions")
        /// Embeddings, with at most 50,000 inputs per batch.
        public static let embeddings = Endpoint(rawValue: "/v1/embeddings")
        /// Legacy completions.
        public static let completions = Endpoint(rawValue: "/v1/completions")
        /// Moderations.
        public static let moderations = Endpoint(rawValue: "/v1/moderations")
        /// Image generation.
        public static let imageGenerations = Endpoint(rawValue: "/v1/images/generations")
        /// Image editing.
        public static let imageEdits = Endpoint(rawValue: "/v1/images/edits")
        /// Videos.
        public static let videos = Endpoint(rawValue: "/v1/videos")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates an endpoint from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The ID of the file that contains the requests. The file must be uploaded with the purpose `batch`.
    public var inputFileID: String
    /// The endpoint that processes all requests.
    public var endpoint: Endpoint
    /// The time within which the batch is processed. Only `24h` is supported.
    public var completionWindow: String
    /// Up to 16 key-value pairs to store with the batch.
    public var metadata: [String: String]?
    /// The lifetime of the output and error files, or `nil` for the server's default.
    public var outputExpiresAfter: FileExpiration?

    /// Creates a request.
    public init(inputFileID: String, endpoint: Endpoint, completionWindow: String = "24h") {
        self.inputFileID = inputFileID
        self.endpoint = endpoint
        self.completionWindow = completionWindow
    }

    private enum CodingKeys: String, CodingKey {
        case endpoint, metadata
        case inputFileID = "input_file_id"
        case completionWindow = "completion_window"
        case outputExpiresAfter = "output_expires_after"
    }
}
