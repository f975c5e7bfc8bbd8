/// A server-sent event, for endpoints without a typed method.
public struct ServerSentEvent: Hashable, Sendable {
    /// The event type. The default is `message`.
    public var event: String
    /// The data. Multiple lines are joined with line feeds.
    public var data: String
    /// The last event ID of the stream. It is empty if the server has not sent an ID.
    public var id: String

    /// Creates an event.
    public init(event: String = "message", data: String, id: String = "") {
        self.event = event
        self.data = data
        self.id = id
    }
}
