public import HTTPTypes

/// A request as it goes over the wire.
public struct TransportRequest: Sendable {
    /// Method, scheme, authority, path with query, and headers.
    public var head: HTTPRequest
    /// The body; empty for none.
    public var body: [UInt8]

    /// Makes a request.
    public init(head: HTTPRequest, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }
}
