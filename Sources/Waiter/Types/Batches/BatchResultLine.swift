/// A line in the output or error file of a batch. Each line contains the result of one request.
public struct BatchResultLine: Codable, Sendable, Hashable {
    /// The response from the endpoint.
    public struct Response: Codable, Sendable, Hashable {
        /// The HTTP status.
        public var statusCode: Int
        /// The request ID.
        public var requestID: String?
        /// The body of the response.
        public var body: JSONValue

        private enum CodingKeys: String, CodingKey {
            case body
            case statusCode = "status_code"
            case requestID = "request_id"
        }

        /// Decodes a response. A missing status is decoded as 0, so that the response does not appear to be successful.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            statusCode = try container.integer(forKey: .statusCode) ?? 0
            requestID = try container.text(forKey: .requestID)
            body = container.side(JSONValue.self, forKey: .body) ?? .null
        }
    }

    /// The ID of the result.
    public var id: String?
    /// The ID of the request.
    public var customID: String
    /// The response, or `nil` if the request was not sent.
    public var response: Response?
    /// The reason the request was not sent, as an object with a `code` (such as `batch_expired`) and a `message`.
    public var error: JSONValue?

    private enum CodingKeys: String, CodingKey {
        case id, response, error
        case customID = "custom_id"
    }

    /// Decodes a result. The `custom_id` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.text(forKey: .id)
        customID = try container.decode(String.self, forKey: .customID)
        response = container.side(Response.self, forKey: .response)
        error = container.side(JSONValue.self, forKey: .error)
    }
}
