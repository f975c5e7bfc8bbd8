/// The decoded value of a response, with the response's head and body.
public struct APIResponse<Value: Sendable>: Sendable {
    /// The decoded value.
    public var value: Value
    /// The status, headers, request ID and rate limits.
    public var head: ResponseHead
    /// The body after decompression. For a stream, the body is empty, because the stream's bytes are read through
    /// `value`.
    public var body: [UInt8]

    /// Creates a response.
    public init(value: Value, head: ResponseHead, body: [UInt8]) {
        self.value = value
        self.head = head
        self.body = body
    }
}
