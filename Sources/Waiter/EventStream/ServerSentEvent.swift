/// A server-sent event, for endpoints without a typed method.
public struct ServerSentEvent: Hashable, Sendable {
    /// The event type, which is `message` if the server did not send one.
    public var event: String
    /// The data, with lines joined by line feeds.
    public var data: String
    /// The last event ID of the stream, which is empty if the server has not sent one.
    public var id: String

    /// Creates an event.
    public init(event: String = "message", data: String, id: String = "") {
        self.event = event
        self.data = data
        self.id = id
    }
}
