extension ModelResponse {
    /// The error in a failed response.
    public struct Failure: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates an error from its members.
        public init(json: JSONObject) { self.json = json }

        /// The code, such as `server_error` or `rate_limit_exceeded`.
        public var code: String? { self["code"] }

        /// The error message.
        public var message: String { string("message") }
    }

    /// The reason a response is incomplete.
    public struct IncompleteReason: ExtensibleEnum {
        /// The output token limit was reached.
        public static let maxOutputTokens = IncompleteReason(rawValue: "max_output_tokens")
        /// A content filter stopped the answer.
        public static let contentFilter = IncompleteReason(rawValue: "content_filter")
        /// The message limit was reached.
        public static let maxMessages = IncompleteReason(rawValue: "max_messages")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a reason from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The ID, or an empty string if the server does not send one.
    public var id: String { members["id"]?.stringValue ?? "" }

    /// The status, or `nil` if the server did not send one.
    public var status: ResponseStatus? {
        get { word("status") }
        set { members["status"] = newValue.map { .string($0.rawValue) } }
    }

    /// The model that generated the response, or an empty string if the server did not report it.
    public var model: String { members["model"]?.stringValue ?? "" }

    /// The creation time in seconds since 1970.
    public var createdAt: Double? { members["created_at"]?.doubleValue }

    /// The completion time in seconds since 1970.
    public var completedAt: Double? { members["completed_at"]?.doubleValue }

    /// The token usage, or `nil` if the server did not report it.
    public var usage: ResponseUsage? { members["usage"]?.objectValue.map(ResponseUsage.init(json:)) }

    /// The error in a failed response, or `nil` for all other responses.
    public var error: Failure? {
        switch members["error"] {
        case .object(let error)? where !error.isEmpty: Failure(json: error)
        case .string(let text)? where !text.isEmpty: Failure(json: ["message": .string(text)])
        default: nil
        }
    }

    /// The reason the response is incomplete, as reported by the server. See also `isTruncated`.
    public var incompleteReason: IncompleteReason? {
        guard let reason = members["incomplete_details"]?["reason"]?.stringValue, !reason.isEmpty else { return nil }
        return IncompleteReason(rawValue: reason)
    }

    /// The processing tier.
    public var serviceTier: ServiceTier? { word("service_tier") }

    /// The server-side conversation that contains the response.
    public var conversation: ConversationReference? { member("conversation") }

    /// The ID of the response that this response continues.
    public var previousResponseID: String? { members["previous_response_id"]?.stringValue }

    /// The output token limit echoed by the server, or the requested limit if the server does not echo it.
    public var maxOutputTokens: Int? { members["max_output_tokens"]?.intValue }

    /// Whether the response is generated in the background.
    public var background: Bool? { members["background"]?.boolValue }

    /// Whether the server stores the response.
    public var store: Bool? { members["store"]?.boolValue }

    /// The key-value pairs stored with the response.
    public var metadata: [String: String]? { member("metadata") }

    /// The tools in the request.
    public var tools: [ResponseTool]? { member("tools") }

    /// Whether the answer was cut off at the output token limit.
    ///
    /// Some servers, such as llama.cpp, report such an answer as completed. In this case, truncation is detected by
    /// comparing the number of output tokens with the limit.
    public var isTruncated: Bool {
        if incompleteReason == .maxOutputTokens { return true }
        guard status == .completed || status == nil, let limit = maxOutputTokens, limit > 0, let usage else {
            return false
        }
        return usage.outputTokens >= limit
    }

    /// The finish reason, in the format shared by all endpoints, or `nil` while the response is being generated.
    public var finishReason: FinishReason? {
        if isTruncated { return FinishReason(rawValue: IncompleteReason.maxOutputTokens.rawValue) }
        if let reason = incompleteReason { return FinishReason(rawValue: reason.rawValue) }
        guard let status, status.isFinal else { return nil }
        return FinishReason(rawValue: status.rawValue)
    }

    private func word<Word: ExtensibleEnum>(_ key: String) -> Word? {
        guard let text = members[key]?.stringValue, !text.isEmpty else { return nil }
        return Word(rawValue: text)
    }

    private func member<Value: Decodable>(_ key: String) -> Value? {
        guard let value = members[key], !value.isNull else { return nil }
        return try? JSONBodyDecoder.decode(Value.self, from: value)
    }
}
