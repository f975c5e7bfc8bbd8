public import HTTPTypes

/// A request as it goes over the wire.
public struct TransportRequest: Sendable {
    /// Method, scheme, authority, path with query, and headers.
    public var head: HTTPRequest
    /// The bytes of the body; empty for none, and when `stream` is the body.
    public var body: [UInt8]
    /// A body that is read while it is sent; nil when `body` is all.
    public var stream: BodyStream?
    /// Whether the request must go over a connection that has carried no request before.
    ///
    /// Set when a kept connection of the pool turned out to be closed: a replacement from the pool could be closed as well.
    public var requiresNewConnection = false

    /// Makes a request.
    public init(head: HTTPRequest, body: [UInt8] = [], stream: BodyStream? = nil) {
        self.head = head
        self.body = body
        self.stream = stream
    }
}
