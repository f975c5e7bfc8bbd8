/// A server-sent event, for endpoints without a typed method.
public struct ServerSentEvent: Hashable, Sendable {
    /// The event type; `message` if the server sent none.
    public var event: String
    /// The data, with lines joined by line feeds.
    public var data: String
    /// The last event ID of the stream; empty if there was none.
    public var id: String

    /// Creates an event.
    public init(event: String = "message", data: String, id: String = "") {
        self.event = event
        self.data = data
        self.id = id
    }
}
