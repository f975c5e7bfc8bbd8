public import HTTPTypes

/// The head of a response, and its body still to be read.
public struct TransportResponse: Sendable {
    /// Status and headers.
    public var head: HTTPResponse
    /// The body, pulled piece by piece.
    public var body: ResponseBody

    /// Makes a response.
    public init(head: HTTPResponse, body: ResponseBody) {
        self.head = head
        self.body = body
    }
}
