/// The failure of a request's own body while it was being sent, which no server or network caused.
///
/// A transport throws it around what `BodyStream.Reader.next()` throws, so that it is told apart from a broken connection.
public struct RequestBodyFailure: Error {
    /// What reading the body threw.
    public let underlying: any Error

    /// Creates a failure.
    public init(_ underlying: any Error) {
        self.underlying = underlying
    }
}
