/// A line in the input file of a batch. Each line contains one request.
public struct BatchLine: Codable, Sendable, Hashable {
    /// An ID of your choice that identifies the result. It must be unique within the batch.
    public var customID: String
    /// The HTTP method, which is always `POST`.
    public var method: String
    /// The path of the endpoint. All requests in a batch must use the same endpoint.
    public var url: String
    /// The body of the request.
    public var body: JSONValue

    /// Creates a line.
    public init(customID: String, method: String = "POST", url: String, body: JSONValue) {
        self.customID = customID
        self.method = method
        self.url = url
        self.body = body
    }

    private enum CodingKeys: String, CodingKey {
        case method, url, body
        case customID = "custom_id"
    }
}
