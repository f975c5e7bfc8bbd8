/// One event of a stream, for paths that have no typed method.
public struct ServerSentEvent: Hashable, Sendable {
    /// The event's type; `message` when the server named none.
    public var event: String
    /// The data, its lines joined by line feeds.
    public var data: String
    /// The last id that the stream named; empty when there was none.
    public var id: String

    /// Makes an event.
    public init(event: String = "message", data: String, id: String = "") {
        self.event = event
        self.data = data
        self.id = id
    }
}
