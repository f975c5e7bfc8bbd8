/// A decoder that returns each event unchanged.
struct ServerSentEventDecoder: StreamEventDecoder {
    static var usesEventIDs: Bool { true }
    /// Only typed streams have a terminal marker.
    static var endsWithBody: Bool { true }
    static var ignoresBlankData: Bool { false }

    mutating func decode(
        _ data: UnsafeBufferPointer<UInt8>,
        type: String,
        id: String
    ) -> DecodedEvent<ServerSentEvent> {
        let event = ServerSentEvent(
            event: type.isEmpty ? "message" : type,
            data: String(decoding: data, as: UTF8.self),
            id: id
        )
        return .element(event)
    }

    mutating func decodeWhole(_ body: [UInt8], of response: SuccessfulResponse) -> ServerSentEvent {
        ServerSentEvent(data: String(decoding: body, as: UTF8.self))
    }
}

/// An accumulator that stores the last event with usage.
struct ServerSentEventAccumulator: StreamAccumulator {
    private var withUsage: String?
    private(set) var hasContent = false

    mutating func append(_ event: ServerSentEvent) {
        hasContent = true
        if event.data.utf8.count < 1 << 20, event.data.containsASCII("\"usage\"") { withUsage = event.data }
    }

    mutating func appendWithoutContent(_ event: ServerSentEvent) { append(event) }

    var snapshot: ServerSentEvent? { withUsage.map { ServerSentEvent(data: $0) } }
    var isComplete: Bool { false }
    var metadata: ResponseMetadata {
        withUsage.flatMap { try? JSONValue(parsingForeign: Array($0.utf8)) }.map { ResponseMetadata(json: $0) }
            ?? ResponseMetadata()
    }
}
