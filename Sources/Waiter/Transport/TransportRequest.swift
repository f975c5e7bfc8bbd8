public import HTTPTypes

/// A fully prepared HTTP request.
public struct TransportRequest: Sendable {
    /// The method, scheme, authority, path with query, and header fields.
    public var head: HTTPRequest
    /// The bytes of the body. The array is empty if there is no body or if `stream` is set.
    public var body: [UInt8]
    /// A body that is read while it is being sent, or `nil` if `body` is the complete body.
    public var stream: BodyStream?
    /// Whether the request must use a connection that has not carried a request before.
    ///
    /// This property is set if a pooled connection turned out to be closed, because other pooled connections may also
    /// be closed.
    public var requiresNewConnection = false

    /// Creates a request.
    public init(head: HTTPRequest, body: [UInt8] = [], stream: BodyStream? = nil) {
        self.head = head
        self.body = body
        self.stream = stream
    }
}
