/// A call's value together with the response that it was read from.
public struct APIResponse<Value: Sendable>: Sendable {
    /// The value that the response holds.
    public var value: Value
    /// Status, headers, request id and rate limits.
    public var head: ResponseHead
    /// The body as it came, after decompression; empty for a stream, whose bytes are read by its value.
    public var body: [UInt8]

    /// Makes a response.
    public init(value: Value, head: ResponseHead, body: [UInt8]) {
        self.value = value
        self.head = head
        self.body = body
    }
}
