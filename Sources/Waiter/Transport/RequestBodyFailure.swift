/// A failure to read a request body while it is being sent. The failure was not caused by the server or the network.
///
/// Transports wrap errors thrown by `BodyStream.Reader.next()` in this type, to distinguish them from connection
/// failures.
public struct RequestBodyFailure: Error {
    /// The error thrown while reading the body.
    public let underlying: any Error

    /// Creates a failure.
    public init(_ underlying: any Error) {
        self.underlying = underlying
    }
}
