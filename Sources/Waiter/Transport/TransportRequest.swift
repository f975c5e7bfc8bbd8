public import HTTPTypes

/// A request as it goes over the wire.
public struct TransportRequest: Sendable {
    /// Method, scheme, authority, path with query, and headers.
    public var head: HTTPRequest
    /// The bytes of the body; empty for none, and when `stream` is the body.
    public var body: [UInt8]
    /// A body that is read while it is sent; nil when `body` is all.
    public var stream: BodyStream?

    /// Makes a request.
    public init(head: HTTPRequest, body: [UInt8] = [], stream: BodyStream? = nil) {
        self.head = head
        self.body = body
        self.stream = stream
    }
}
