public import HTTPTypes

/// The head of a response with an unread body.
public struct TransportResponse: Sendable {
    /// The status and header fields.
    public var head: HTTPResponse
    /// The body, read in chunks.
    public var body: ResponseBody

    /// Creates a response.
    public init(head: HTTPResponse, body: ResponseBody) {
        self.head = head
        self.body = body
    }
}
