public import Waiter

/// The result of an operation: a response, or the reason why there is no response.
public struct BulkResult: Sendable, Hashable {
    /// A response from the endpoint.
    public struct Response: Sendable, Hashable {
        /// The HTTP status.
        public var statusCode: Int
        /// The server's request ID.
        public var requestID: String?
        /// The body.
        public var body: JSONValue

        /// Creates a response.
        public init(statusCode: Int, requestID: String? = nil, body: JSONValue) {
            self.statusCode = statusCode
            self.requestID = requestID
            self.body = body
        }
    }

    /// The ID of the operation.
    public var customID: String
    /// The state of the row: `done`, `failed` or `unknown`.
    public var state: BulkRow.State
    /// The response, or `nil` if the server sent no response.
    public var response: Response?
    /// The error, with `code` and `message`, or `nil` for a successful response.
    public var error: JSONValue?

    /// Creates a result.
    public init(customID: String, state: BulkRow.State, response: Response? = nil, error: JSONValue? = nil) {
        self.customID = customID
        self.state = state
        self.response = response
        self.error = error
    }

    /// The JSON text of the error for a row that may have been sent but has no response.
    package static let unknownOutcome =
        #"{"code":"outcome_unknown","message":"the request may have been sent, but no response was received"}"#

    /// The result as a line in the format of a provider's batch output, without the line break.
    ///
    ///     {"custom_id":"1","response":{"status_code":200,"request_id":"req_1","body":{}},"error":null}
    public var json: JSONValue {
        var line: JSONObject = ["custom_id": .string(customID), "response": .null, "error": error ?? .null]
        if let response {
            line["response"] = [
                "status_code": .integer(Int64(response.statusCode)),
                "request_id": response.requestID.map(JSONValue.string) ?? .null,
                "body": response.body,
            ]
        }
        return .object(line)
    }
}
